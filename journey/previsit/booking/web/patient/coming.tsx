import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Card, localDay, useFormat, useMinute } from '#ui/index.ts'
import type { AppointmentDetail } from '../../contract.ts'

/** As the module of attendance answers it; that module knows booking, so booking does not import it. */
interface Attendance {
  readonly answer: 'confirmed' | 'on-my-way' | 'cancelled' | null
  readonly reminders: readonly { readonly mark: string; readonly at: string }[]
  readonly mayConfirm: boolean
}

/** Whether one comes: asked when a reminder has gone out or the day has come, and then shown as it was said. */
export function Coming({ appointment }: { appointment: AppointmentDetail }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const client = useQueryClient()
  const isToday = appointment.day === localDay(useMinute())
  const path = `/api/attendance/appointments/${appointment.institutionId}/${appointment.id}`
  const key = ['booking', 'coming', appointment.id, appointment.startsAt]
  const read = useQuery({ queryKey: key, queryFn: () => api.get<Attendance>(path), retry: false })
  const say = useMutation({
    mutationFn: (answer: 'confirmed' | 'on-my-way') => api.post<Attendance>(`${path}/answer`, { body: { answer } }),
    onSuccess: (said) => client.setQueryData(key, said),
  })
  if (!read.data) return null
  const { answer, reminders, mayConfirm } = read.data
  const last = reminders.at(-1)
  if (answer !== null && answer !== 'cancelled') {
    return (
      <Alert tone="success" title={t(`answer.${answer}`)} action={isToday && answer === 'confirmed' && <Button icon="walk" busy={say.isPending} onPress={() => say.mutate('on-my-way')}>{t('own.on-my-way')}</Button>}>
        {t(`link.thanks.${answer}`)}
      </Alert>
    )
  }
  if (!mayConfirm || (!last && !isToday)) return null
  return (
    <Card label={t('own.title')}>
      <p><b>{t('own.title')}</b> {t('own.ask')}</p>
      {say.isError && isProblem(say.error) && <Alert tone="danger" title={say.error.title} />}
      <div className="buttons">
        <Button kind="primary" icon="check" busy={say.isPending} onPress={() => say.mutate('confirmed')}>{t('own.confirm')}</Button>
        {isToday && <Button icon="walk" busy={say.isPending} onPress={() => say.mutate('on-my-way')}>{t('own.on-my-way')}</Button>}
      </div>
      {last && <p className="small muted">{t('own.reminded', { when: format.dayTime(last.at) })}</p>}
    </Card>
  )
}
