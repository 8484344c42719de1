import { useTranslation } from 'react-i18next'
import { Anchor, useFormat } from '#ui/index.ts'
import { useDay } from '../use-day.ts'

/** “All done about 11:30”, and the way to the whole day; nothing where nothing can be said. */
export default function DayEnd({ personId }: { personId: string }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const { data } = useDay(personId)
  if (!data?.endsAround) return null
  return <Anchor href={`/day?person=${personId}`}>{t('strip.ends', { from: format.time(data.endsAround.fromAt), to: format.time(data.endsAround.toAt) })}</Anchor>
}
