import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Card } from '#ui/index.ts'
import type { CalendarLink } from '../../contract.ts'

/** A link that keeps the phone's own calendar up to date with everybody's appointments, until one ends it. */
export function CalendarLinks() {
  const { t } = useTranslation('booking')
  const [copied, setCopied] = useState(false)
  const make = useMutation({ mutationFn: () => api.post<CalendarLink>('/api/booking/calendar-link', { body: {} }) })
  const end = useMutation({ mutationFn: () => api.post('/api/booking/calendar-link/end', { body: {} }), onSuccess: () => make.reset() })
  const path = make.data?.path
  const address = path && `${location.host}${path}`
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}${path}`).catch(() => undefined)
    setCopied(true)
  }
  const fault = make.error ?? end.error
  return (
    <Card label={t('calendar.title')}>
      <h2>{t('calendar.title')}</h2>
      <p className="small muted">{t('calendar.note')}</p>
      {isProblem(fault) && <Alert tone="warning" title={fault.title} />}
      {end.isSuccess && !path && <Alert tone="success">{t('calendar.ended')}</Alert>}
      {!path && <Button kind="soft" icon="calendar" busy={make.isPending} onPress={() => make.mutate()}>{t('calendar.make')}</Button>}
      {path && (
        <>
          <div className="buttons">
            <Button kind="soft" icon="calendar" href={`webcal://${address}`}>{t('calendar.open')}</Button>
            <Button onPress={() => void copy()}>{t(copied ? 'calendar.copied' : 'calendar.copy')}</Button>
          </div>
          <p className="small muted">{t('calendar.warning')}</p>
          <Button kind="quiet" busy={end.isPending} onPress={() => end.mutate()}>{t('calendar.end')}</Button>
        </>
      )}
    </Card>
  )
}
