import { Alert, useFormat } from '#ui/index.ts'
import type { RuleNow, RulePreview } from '../../contract.ts'
import { keyOf } from './rule-form.ts'
import type { RuleWords } from './use-rule-words.ts'

/** What would change, from which day, in sentences. */
export function Effect({ rule, preview, isBack, words }: { rule: RuleNow; preview: RulePreview; isBack: boolean; words: RuleWords }) {
  const { t } = words
  const format = useFormat()
  const said = (field: RuleNow['fields'][number], value: unknown) => words.lines(rule.code, field, value).join(t('join'))
  const lines = preview.changes.flatMap(({ path, before, after }) => {
    const field = rule.fields.find((one) => keyOf(one.path) === keyOf(path))
    return field ? [{ key: keyOf(path), text: t('change-line', { name: words.nameOf(rule.code, path), before: said(field, before), after: said(field, after) }) }] : []
  })
  return (
    <Alert title={t('from-day', { day: format.day(preview.validFrom) })}>
      {lines.length === 0 && t(isBack ? 'back-same' : 'pinned')}
      {lines.length > 0 && <ul className="rules-effect">{lines.map(({ key, text }) => <li key={key}>{text}</li>)}</ul>}
      {preview.until !== null && <p>{t('until-day', { day: format.day(preview.until) })}</p>}
    </Alert>
  )
}
