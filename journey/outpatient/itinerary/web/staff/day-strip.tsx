import { useTranslation } from 'react-i18next'
import { Strip } from '../strip.tsx'
import { useDay } from '../use-day.ts'

/** Where somebody still has to go today, as their own phone says it; nothing while nothing is known. */
export function DayStrip({ personId }: { personId: string }) {
  const { t } = useTranslation('itinerary')
  const { data } = useDay(personId, { live: false })
  if (!data || data.steps.every((step) => step.state === 'done')) return null
  return <section aria-label={t('strip.of-patient')} className="stack"><h3>{t('strip.of-patient')}</h3><Strip day={data} /></section>
}
