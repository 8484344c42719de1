import { useState } from 'react'
import { Alert, Button, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { PublishRule, RuleNow } from '../../contract.ts'
import { Effect } from './effect.tsx'
import { useProposal } from './rule-data.ts'
import type { RuleWords } from './use-rule-words.ts'

/** From a day on the region's value again: what that changes is said first. */
export function BackSheet({ rule, today, words, onClose, onDone }: { rule: RuleNow; today: string; words: RuleWords; onClose: () => void; onDone: (published: PublishRule) => void }) {
  const { t } = words
  const format = useFormat()
  const [validFrom, setFrom] = useState(today)
  const [source, setSource] = useState('')
  const { preview, publish, problem } = useProposal(rule, onDone)
  const proposed = { validFrom, value: null }
  const seen = preview.data?.seen === JSON.stringify(proposed) ? preview.data.answer : undefined
  return (
    <Sheet title={t('back-title', { rule: words.title(rule.code) })} onClose={onClose}>
      <TextField label={t('from')} hint={t('from-hint')} type="date" value={validFrom} onChange={setFrom} required />
      <Button kind={seen ? 'outline' : 'primary'} busy={preview.isPending} onPress={() => preview.mutate(proposed)}>{t('preview')}</Button>
      {seen && <Effect rule={rule} preview={seen} isBack words={words} />}
      {seen && rule.approvals > 1 && <p className="muted small">{t('two.about')}</p>}
      {seen && <TextField label={t('basis')} hint={t('basis-hint')} value={source} onChange={setSource} maxLength={300} />}
      {seen && <Button kind="primary" disabled={source.trim().length < 4} busy={publish.isPending} onPress={() => publish.mutate({ ...proposed, source: source.trim(), after: rule.last })}>{t(rule.approvals > 1 ? 'two.propose' : 'publish', { day: format.day(validFrom) })}</Button>}
      {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
    </Sheet>
  )
}
