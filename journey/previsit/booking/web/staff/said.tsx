import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Tag } from '#ui/index.ts'

type Answer = 'confirmed' | 'on-my-way' | 'cancelled'

/** What the people of a day have said about coming, by appointment; answered by the module of attendance. */
export function useSaid(day: string): ReadonlyMap<string, Answer> {
  const read = useQuery({
    queryKey: ['booking', 'day', day, 'said'],
    queryFn: () => api.get<{ appointmentId: string; answer: Answer }[]>(`/api/attendance/days/${day}/answers`),
    retry: false,
  })
  return new Map(read.data?.map(({ appointmentId, answer }) => [appointmentId, answer]))
}

export function SaidTag({ answer }: { answer: Answer | undefined }) {
  const { t } = useTranslation('attendance')
  if (answer === undefined || answer === 'cancelled') return null
  return <> <Tag tone={answer === 'on-my-way' ? 'now' : 'info'}>{t(`answer.${answer}`)}</Tag></>
}
