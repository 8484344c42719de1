import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { Odds } from '../../contract.ts'

/** How likely it is, as a range, or that too little is known. Never a promise. */
export function OddsLine({ odds, until }: { odds: Odds; until?: string | undefined }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  if (!odds) return <p className="small muted">{t('odds.unknown')}</p>
  const range = odds.lowPercent === odds.highPercent ? t('odds.about', { percent: odds.lowPercent }) : t('odds.range', { low: odds.lowPercent, high: odds.highPercent })
  return (
    <p>
      {until === undefined ? t('odds.two-weeks', { range }) : t('odds.until', { range, day: format.day(until) })}
      <span className="small muted" style={{ display: 'block' }}>{t('odds.from', { weeks: odds.weeks, perWeek: odds.freedPerWeek })}</span>
    </p>
  )
}
