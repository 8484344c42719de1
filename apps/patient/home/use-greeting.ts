import { useTranslation } from 'react-i18next'
import { formatTime, useMinute } from '#ui/index.ts'

/** Good morning, noon, afternoon or evening, by the clock of the hospital. */
export function useGreeting(name?: string): string {
  const { t } = useTranslation('patient')
  const hour = Number(formatTime(useMinute()).split(':')[0])
  const part = hour < 5 ? 'night' : hour < 11 ? 'morning' : hour < 13 ? 'noon' : hour < 18 ? 'afternoon' : 'evening'
  return name ? t(`greeting.${part}-name`, { name }) : t(`greeting.${part}`)
}
