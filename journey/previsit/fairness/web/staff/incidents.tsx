import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Alert, Bones, Button, EmptyState, ErrorState, Grid, RadioGroup, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import { type Excuse, excuses, type IncidentInList } from '../../contract.ts'

/** What was not kept lately; the desk asks for an excuse for whoever stands or calls there. */
export function Incidents() {
  const { t, i18n } = useTranslation('fairness')
  const format = useFormat()
  const [chosen, setChosen] = useState<IncidentInList>()
  const read = useQuery({ queryKey: ['fairness', 'incidents'], queryFn: () => api.get<IncidentInList[]>('/api/fairness/incidents') })
  if (read.isPending) return <Bones cards={[5]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (read.data.length === 0) return <EmptyState title={t('desk.none-missed')}>{t('desk.none-missed-note')}</EmptyState>
  const state = (one: IncidentInList) => {
    if (one.excuse !== null) return <Tag tone="success" icon="check">{t(`excuse.${one.excuse}`)}</Tag>
    if (one.asked) return <Tag>{t('desk.waits')}</Tag>
    return <Button small kind="quiet" aria-label={`${t('desk.ask-excuse')} ${one.nameMasked} ${format.dayTime(one.startsAt)}`} onPress={() => setChosen(one)}>{t('desk.ask-excuse')}</Button>
  }
  return (
    <>
      <Grid
        caption={t('desk.incidents')} rows={read.data} rowKey={(one) => one.appointmentId}
        columns={[
          { key: 'person', title: t('desk.person'), rowHeader: true, cell: (one) => one.nameMasked },
          { key: 'when', title: t('desk.when'), cell: (one) => format.dayTime(one.startsAt) },
          { key: 'what', title: t('desk.what'), cell: (one) => t(`kind.${one.kind}`) },
          { key: 'department', title: t('desk.department'), cell: (one) => (i18n.language === 'en' && one.departmentNameEn) || one.departmentName },
          { key: 'state', title: t('desk.state'), cell: state },
        ]}
      />
      {chosen && <AskFor incident={chosen} onClose={() => setChosen(undefined)} />}
    </>
  )
}

function AskFor({ incident, onClose }: { incident: IncidentInList; onClose: () => void }) {
  const { t } = useTranslation('fairness')
  const client = useQueryClient()
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const [reason, setReason] = useState<Excuse>('emergency')
  const [said, setSaid] = useState('')
  const [pressed, setPressed] = useState(false)
  const ask = useMutation<unknown, Problem>({
    mutationFn: () => api.post('/api/fairness/appeals', { body: { institutionId: session.data?.staff?.institutionId, incidentId: incident.appointmentId, reason, said: said.trim() } }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: ['fairness'] }),
  })
  const press = () => {
    setPressed(true)
    if (said.trim() !== '') ask.mutate()
  }
  return (
    <Sheet title={`${t('desk.ask-excuse')}: ${incident.nameMasked}`} onClose={onClose}>
      <RadioGroup label={t('ask.reason')} value={reason} onChange={(value) => setReason(value as Excuse)} options={excuses.map((value) => ({ value, label: t(`excuse.${value}`) }))} />
      <TextField label={t('desk.said')} rows={3} maxLength={1000} value={said} onChange={setSaid} error={pressed && said.trim() === '' ? t('ask.too-short') : undefined} />
      {ask.isError && <Alert tone="danger">{ask.error.title}</Alert>}
      <div className="buttons"><Button kind="primary" busy={ask.isPending} onPress={press}>{t('ask.send')}</Button></div>
    </Sheet>
  )
}
