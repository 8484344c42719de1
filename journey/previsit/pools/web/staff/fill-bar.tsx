import { useTranslation } from 'react-i18next'
import type { SessionFill, UnitsOfPool } from '../../contract.ts'
import { usePoolNames } from './names.ts'

/** Units of a session side by side by pool, what is taken filled. The words beside it say the same. */
export function FillBar({ pools }: { pools: readonly UnitsOfPool[] }) {
  const all = pools.reduce((sum, one) => sum + one.units, 0)
  if (all === 0) return <span className="fill-bar" aria-hidden="true" />
  return (
    <span className="fill-bar" aria-hidden="true">
      {pools.map((one) => (
        <span key={one.pool} className="fill-bar__pool" data-pool={one.pool} style={{ flexGrow: one.units }}>
          <span className="fill-bar__taken" style={{ width: `${one.units === 0 ? 0 : Math.round((100 * one.taken) / one.units)}%` }} />
        </span>
      ))}
    </span>
  )
}

/** "12 of 20 taken", pool by pool, for whoever cannot see the bar. */
export function useFillWords() {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  return {
    pools: (pools: readonly UnitsOfPool[]) => pools.map((one) => t('fill.pool', { pool: names.pool(one.pool), taken: one.taken, units: one.units })).join(t('fill.comma')),
    forecast: ({ forecast, status }: SessionFill) => {
      if (status !== 'open') return t('fill.suspended')
      if (forecast.state === 'not-enough') return t('fill.not-enough')
      return forecast.low === forecast.high ? t('fill.forecast-one', { middle: forecast.middle }) : t('fill.forecast', { low: forecast.low, high: forecast.high })
    },
  }
}

/** Which colour is which pool. */
export function Legend({ pools }: { pools: readonly UnitsOfPool['pool'][] }) {
  const { t } = useTranslation('pools')
  const names = usePoolNames()
  return (
    <ul className="fill-legend" aria-label={t('fill.legend')}>
      {pools.map((pool) => <li key={pool}><span className="fill-legend__mark" data-pool={pool} aria-hidden="true" />{names.pool(pool)}</li>)}
      <li className="muted">{t('fill.legend-note')}</li>
    </ul>
  )
}
