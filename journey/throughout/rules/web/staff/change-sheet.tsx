import { type FormEvent, useState } from 'react'
import { Alert, Button, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { PublishRule, RuleNow } from '../../contract.ts'
import { faultsIn, useProposal } from './rule-data.ts'
import { FieldInput } from './field-input.tsx'
import { Effect } from './effect.tsx'
import { faultsOf, fromForm, keyOf, toForm, type Typed } from './rule-form.ts'
import type { RuleWords } from './use-rule-words.ts'
import { groupsOf } from './value-list.tsx'

type Props = { rule: RuleNow; today: string; words: RuleWords; onClose: () => void; onDone: (published: PublishRule) => void }

/** Change the parts, say from when and why, see in a sentence what changes, then publish. */
export function ChangeSheet({ rule, today, words, onClose, onDone }: Props) {
  const { t } = words
  const format = useFormat()
  const { code, fields, now } = rule
  const [form, setForm] = useState(() => toForm(fields, now.value))
  const [validFrom, setFrom] = useState(today)
  const [source, setSource] = useState('')
  const [isAsked, setAsked] = useState(false)
  const { preview, publish, problem } = useProposal(rule, onDone)
  const typed = faultsOf(fields, form)
  const isSound = Object.keys(typed).length === 0
  const faults: Readonly<Record<string, string>> = isAsked && !isSound ? typed : faultsIn(problem)
  const proposed = isSound ? { validFrom, value: fromForm(fields, form, now.value) } : undefined
  const seen = proposed && preview.data?.seen === JSON.stringify(proposed) ? preview.data.answer : undefined
  const set = (key: string, value: Typed) => { publish.reset(); setForm({ ...form, [key]: value }) }
  const look = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (proposed) preview.mutate(proposed)
  }
  return (
    <Sheet title={t('change-title', { rule: words.title(code) })} onClose={onClose}>
      <form className="stack" onSubmit={look}>
        <p className="muted small">{words.about(code)}</p>
        {groupsOf(fields).map(([group, parts]) => (
          <fieldset key={group} className="rules-fields">
            {group !== '' && <legend>{words.nameOf(code, group.split('.'))}</legend>}
            {parts.map((field) => <FieldInput key={keyOf(field.path)} code={code} field={field} value={form[keyOf(field.path)] ?? ''} faults={faults} words={words} onChange={(value) => set(keyOf(field.path), value)} />)}
          </fieldset>
        ))}
        <TextField label={t('from')} hint={t('from-hint')} type="date" value={validFrom} onChange={(day) => { publish.reset(); setFrom(day) }} required />
        <Button type="submit" kind={seen ? 'outline' : 'primary'} busy={preview.isPending}>{t('preview')}</Button>
      </form>
      {seen && <Effect rule={rule} preview={seen} isBack={false} words={words} />}
      {seen && (
        <div className="stack">
          {rule.approvals > 1 && <p className="muted small">{t('two.about')}</p>}
          <TextField label={t('basis')} hint={t('basis-hint')} value={source} onChange={setSource} maxLength={300} />
          <Button kind="primary" disabled={source.trim().length < 4} busy={publish.isPending} onPress={() => proposed && publish.mutate({ ...proposed, source: source.trim(), after: rule.last })}>{t(rule.approvals > 1 ? 'two.propose' : 'publish', { day: format.day(validFrom) })}</Button>
        </div>
      )}
      {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
    </Sheet>
  )
}
