import { Anchor, Button, Card, Sep, Tag, useFormat } from '#ui/index.ts'
import type { RuleNow } from '../../contract.ts'
import { ValueList } from './value-list.tsx'
import type { RuleWords } from './use-rule-words.ts'

export type RuleAct = 'change' | 'back' | 'history'

/** One rule as it holds today: what it is for, its parts in words, where it comes from, what is planned. */
export function RuleCard({ rule, isWaiting, isRegion, words, onAct }: { rule: RuleNow; isWaiting: boolean; isRegion: boolean; words: RuleWords; onAct: (what: RuleAct) => void }) {
  const { t } = words
  const format = useFormat()
  const { code, now } = rule
  const title = words.title(code)
  return (
    <Card label={title}>
      <div className="row row--wrap">
        <h3 className="grow rules-name">{title}</h3>
        {now.own && !isRegion ? <Tag tone="brand">{t('own-since', { day: format.date(now.validFrom) })}</Tag> : <Tag>{t('from-region')}</Tag>}
        {rule.approvals > 1 && rule.page === null && rule.setBy !== 'product' && <Tag>{t('two.tag')}</Tag>}
        {!now.verified && <Tag tone="warning" icon="alert">{t('unverified')}</Tag>}
      </div>
      <p className="muted small">{words.about(code)}</p>
      <ValueList code={code} fields={rule.fields} value={now.value} words={words} />
      {rule.planned.map((next) => <p key={next.version} className="small rules-planned">{t('planned', { day: format.date(next.validFrom), what: plannedWords(rule, next.value, words) })}</p>)}
      {isWaiting && <p className="small rules-planned">{t('two.waiting-here')}</p>}
      <p className="caption muted">
        {t('source')} {words.source(code, now, isRegion)}
        {(isRegion || !now.own) && <><Sep />{t('since', { day: format.date(now.validFrom) })}</>}
        {now.publishedBy !== '' && <><Sep />{now.proposedBy !== '' ? t('two.by-both', { first: now.proposedBy, second: now.publishedBy }) : t('by', { name: now.publishedBy })}</>}
      </p>
      <div className="row row--wrap rules-acts">
        {rule.mayChange && <Button small kind="soft" icon="edit" aria-label={`${t('change')} ${title}`} onPress={() => onAct('change')}>{t('change')}</Button>}
        {rule.mayChange && !isRegion && (now.own || rule.planned.length > 0) && <Button small aria-label={`${t('back')} ${title}`} onPress={() => onAct('back')}>{t('back')}</Button>}
        <Button small kind="quiet" aria-label={`${t('history')} ${title}`} onPress={() => onAct('history')}>{t('history')}</Button>
        {rule.page !== null && <Anchor href={rule.page} className="small">{t('own-page')}</Anchor>}
        {rule.page === null && rule.setBy !== 'institution' && !rule.mayChange && <span className="caption muted">{t(rule.setBy === 'product' ? 'product' : 'region-only')}</span>}
      </div>
    </Card>
  )
}

/** What differs from today, in one line. */
function plannedWords(rule: RuleNow, value: unknown, words: RuleWords): string {
  const { t } = words
  if (value === null) return t('planned-region')
  const parts = rule.fields.flatMap((field) => {
    const [before, after] = [rule.now.value, value].map((one) => words.lines(rule.code, field, field.path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], one)).join(t('join')))
    return before === after ? [] : [`${words.nameOf(rule.code, field.path)} ${after}`]
  })
  return parts.length === 0 ? t('planned-same') : parts.join(t('join'))
}
