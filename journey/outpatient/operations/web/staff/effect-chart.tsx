import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { Effect, Outcome } from '../../contract.ts'

const MOST_PEOPLE = 24

/** What was played without and with it, and what came: waits as bars against the rule's line, people who go home unseen one by one. */
export function EffectChart({ before, after, limit, outcome = null, label }: { before: Effect; after: Effect; limit: number; outcome?: Outcome | null; label: string }) {
  const { t } = useTranslation('operations')
  const rows = [
    { key: 'median', series: [['before', before.medianWait], ['after', after.medianWait], ['real', outcome?.medianWait ?? null]] },
    { key: 'p90', series: [['before', before.p90Wait], ['after', after.p90Wait], ['real', outcome?.p90Wait ?? null]] },
  ] as const
  const shown = rows.map((row) => ({ ...row, series: row.series.filter(([, value]) => value !== null) })).filter((row) => row.series.length > 0)
  const most = Math.max(limit * 1.3, ...shown.flatMap((row) => row.series.map(([, value]) => value ?? 0)))
  const part = (value: number) => `${Math.min(100, (value / most) * 100)}%`
  const people = [['before', before.unseen], ['after', after.unseen], ['real', outcome?.unseen ?? null]] as const
  const told = [...shown, { key: 'unseen', series: people.filter(([, value]) => value !== null) }]
    .map((row) => `${t(`advice.${row.key}`)}: ${row.series.map(([name, value]) => `${t(`play.${name}`)} ${Math.round(value ?? 0)}`).join(', ')}`).join('; ')
  return (
    <div className="op-play" role="img" aria-label={`${label}. ${told}`} style={{ '--limit': part(limit) } as CSSProperties}>
      <p className="op-play__key">{(['before', 'after', ...(outcome ? ['real'] as const : [])] as const).map((name) => <span key={name}><i data-s={name} />{t(`play.${name}`)}</span>)}</p>
      {shown.map((row, at) => (
        <div className="op-play__row" key={row.key}>
          <span>{t(`advice.${row.key}`)}</span>
          <div className="op-play__bars">
            {at === 0 && <em>{t('play.limit', { count: limit })}</em>}
            {row.series.map(([name, value]) => <span key={name}><i data-s={name} style={{ inlineSize: part(value ?? 0) }} /><b>{Math.round(value ?? 0)} {t('minutes')}</b></span>)}
          </div>
        </div>
      ))}
      {people.some(([, value]) => Math.round(value ?? 0) > 0) && (
        <div className="op-play__row">
          <span>{t('advice.unseen')}</span>
          <div className="op-play__people">
            {people.filter(([, value]) => value !== null).map(([name, value]) => <Heads key={name} name={name} count={Math.round(value ?? 0)} />)}
          </div>
        </div>
      )}
    </div>
  )
}

function Heads({ name, count }: { name: 'before' | 'after' | 'real'; count: number }) {
  const { t } = useTranslation('operations')
  return (
    <span>
      {Array.from({ length: Math.min(count, MOST_PEOPLE) }, (_, at) => <i key={at} data-s={name} />)}
      <b>{count === 0 ? t('play.nobody') : `${count} ${t('people', { count })}`}</b>
    </span>
  )
}

/** The forecast's band with what was expected, and what came. */
export function ForecastStrip({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('operations')
  const { arrived, expected, low, high } = outcome
  const most = Math.max(arrived, high ?? expected, 1) * 1.15
  const part = (value: number) => `${(value / most) * 100}%`
  const error = expected > 0 ? Math.round(((arrived - expected) / expected) * 100) : 0
  const inside = low !== null && high !== null && arrived >= low && arrived <= high
  const words = `${t('advice.came', { arrived, expected: Math.round(expected) })}${low === null || high === null ? '' : ` ${t(inside ? 'play.inside' : 'play.outside', { low, high })}`} ${t(error === 0 ? 'play.exact' : error > 0 ? 'play.more' : 'play.fewer', { percent: Math.abs(error) })}`
  return (
    <>
      <div className="op-strip" role="img" aria-label={words}>
        {low !== null && high !== null && <i className="op-strip__band" style={{ insetInlineStart: part(low), inlineSize: part(high - low) }} />}
        <i className="op-strip__expected" style={{ insetInlineStart: part(expected) }} />
        <i className="op-strip__came" style={{ insetInlineStart: part(arrived) }} data-in={inside || undefined} />
      </div>
      <p className="small">{words}</p>
    </>
  )
}
