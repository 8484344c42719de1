import { useTranslation } from 'react-i18next'
import { List, ListItem, useFormat } from '#ui/index.ts'
import { useDay } from '../use-day.ts'

/** “All done about 11:30”, or when the doctor is done while nothing else is known, and the way to the whole day; nothing where nothing can be said. */
export function DayEnd({ personId }: { personId: string }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const { data } = useDay(personId)
  if (!data || data.steps.length === 0 || data.state === 'done') return null
  const { endsAround: ends } = data
  return <List><ListItem icon="route" title={ends ? t(ends.of === 'doctor' ? 'strip.ends-doctor' : 'strip.ends', { from: format.time(ends.fromAt), to: format.time(ends.toAt) }) : t('strip.day')} note={t('strip.see')} href={`/day?person=${personId}`} /></List>
}
