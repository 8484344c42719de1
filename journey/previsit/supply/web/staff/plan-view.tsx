import { useTranslation } from 'react-i18next'
import { Alert, Icon, Tag, useFormat } from '#ui/index.ts'
import type { Tone } from '#ui/index.ts'
import type { Plan, PlanProblem, SessionAction, SessionEffect } from '../../contract.ts'
import { usePick } from './schedule-data.ts'

const MOST_SHOWN = 40
const tones: Readonly<Record<SessionAction, Tone>> = { appears: 'success', changes: 'info', vanishes: 'danger', stays: 'warning', moves: 'info', 'handed-over': 'info', reopens: 'success' }

/** What would happen, before it does: first whom it touches, then how much, then session by session. */
export function PlanView({ plan, isLooking }: { plan: Plan | undefined; isLooking: boolean }) {
  const { t } = useTranslation('supply')
  if (!plan) return <p className="muted small supply-plan__hint" role="status">{isLooking ? t('plan.looking') : t('plan.nothing')}</p>
  return (
    <div className="stack supply-plan" aria-busy={isLooking}>
      {plan.problems.length > 0 && <Problems problems={plan.problems} />}
      {plan.unpublishedYears.length > 0 && <Alert tone="warning" title={t('unpublished.title', { years: plan.unpublishedYears.join('、') })}>{t('unpublished.body')}</Alert>}
      <Touched plan={plan} />
      <Counted plan={plan} />
      <PoolLines plan={plan} />
      {plan.sessions.length > 0 && (
        <details open={plan.sessions.length <= 6}>
          <summary>{t('plan.sessions')}</summary>
          <ul className="supply-effects">{plan.sessions.slice(0, MOST_SHOWN).map((effect, at) => <Effect key={`${effect.sessionId} ${effect.day} ${at}`} effect={effect} />)}</ul>
          {plan.sessions.length > MOST_SHOWN && <p className="caption muted">{t('plan.more', { count: plan.sessions.length - MOST_SHOWN })}</p>}
        </details>
      )}
    </div>
  )
}

function Problems({ problems }: { problems: readonly PlanProblem[] }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const lines = problems.map((one) => t(`problem.${one.code}`, { day: one.day ? format.date(one.day) : '', with: one.with ?? '', person: one.personName ?? t('somebody') }))
  return <Alert tone="danger" title={t('problem.title')}><ul className="supply-problems">{[...new Set(lines)].slice(0, 12).map((line) => <li key={line}>{line}</li>)}</ul></Alert>
}

function Touched({ plan: { counts } }: { plan: Plan }) {
  const { t } = useTranslation('supply')
  if (counts.peopleTold + counts.peopleStaying + counts.unitsKept === 0) return <p className="supply-line"><Icon name="check" />{t('plan.none-touched')}</p>
  return (
    <ul className="supply-lines">
      {counts.peopleTold > 0 && <li className="supply-line supply-line--now"><Icon name="bell" />{t('plan.told', { count: counts.peopleTold })}</li>}
      {counts.peopleStaying > 0 && <li className="supply-line supply-line--now"><Icon name="users" />{t('plan.staying', { count: counts.peopleStaying })}</li>}
      {counts.unitsKept > 0 && <li className="supply-line"><Icon name="lock" />{t('plan.kept', { count: counts.unitsKept })}</li>}
    </ul>
  )
}

function Counted({ plan: { counts, until } }: { plan: Plan }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const kinds = (['appear', 'change', 'vanish', 'stay', 'move', 'handOver', 'reopen'] as const).filter((kind) => counts[kind] > 0)
  return (
    <div className="supply-counts">
      {kinds.length === 0 && <p>{t('plan.none-now', { until: format.date(until) })}</p>}
      {kinds.map((kind) => <p key={kind}>{t(`plan.${kind}`, { count: counts[kind] })}</p>)}
      {counts.unitsAdded + counts.unitsWithdrawn > 0 && <p>{[counts.unitsAdded > 0 && t('plan.added', { count: counts.unitsAdded }), counts.unitsWithdrawn > 0 && t('plan.withdrawn', { count: counts.unitsWithdrawn })].filter(Boolean).join(' · ')}</p>}
      {kinds.length > 0 && <p className="caption muted">{t('plan.until', { until: format.date(until) })}</p>}
    </div>
  )
}

function PoolLines({ plan: { pools } }: { plan: Plan }) {
  const { t } = useTranslation('supply')
  if (pools.length < 2) return null
  return (
    <ul className="supply-pools" aria-label={t('plan.pools')}>
      {pools.map(({ pool, added, withdrawn }) => (
        <li key={pool}><span><i className="dot" data-pool={pool} />{t(`pool.${pool}`)}</span><span>{added > 0 && `+${added}`}{added > 0 && withdrawn > 0 && ' · '}{withdrawn > 0 && `−${withdrawn}`}</span></li>
      ))}
    </ul>
  )
}

function Effect({ effect }: { effect: SessionEffect }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  const { before } = effect
  const was = before && [
    (before.day !== effect.day || before.from !== effect.from || before.to !== effect.to) && `${before.day === effect.day ? '' : `${format.date(before.day)} `}${before.from}–${before.to}`,
    before.practitionerName !== effect.practitionerName && before.practitionerName, before.room !== effect.room && before.room,
  ].filter(Boolean).join(' · ')
  return (
    <li>
      <span className="row row--between"><b>{format.date(effect.day)} {effect.from}–{effect.to}</b><Tag tone={tones[effect.action]}>{t(`effect.${effect.action}`)}</Tag></span>
      <span className="small">{pick(effect.serviceName, effect.serviceNameEn)}{effect.room && ` · ${effect.room}`}</span>
      <span className="caption muted">
        {[was && t('effect.was', { what: was }), effect.unitsAdded > 0 && t('effect.added', { count: effect.unitsAdded }), effect.unitsWithdrawn > 0 && t('effect.withdrawn', { count: effect.unitsWithdrawn }),
          effect.taken > 0 && t('effect.taken', { count: effect.taken })].filter(Boolean).join(' · ')}
      </span>
    </li>
  )
}
