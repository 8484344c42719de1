import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, ConfirmDialog, ErrorState, List, ListItem, Page, Tag, useFormat } from '#ui/index.ts'
import type { SessionInList } from '../../contract.ts'

const key = ['access', 'sessions'] as const

/** Where I am signed in, and signing out anywhere or everywhere. */
export function Component() {
  const { t } = useTranslation('access')
  const read = useQuery({ queryKey: key, queryFn: () => api.get<SessionInList[]>('/api/access/sessions') })
  if (read.isPending) return <Page title={t('sessions.title')} back="/me"><Bones cards={[3]} /></Page>
  if (read.isError) return <Page title={t('sessions.title')} back="/me"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  return (
    <Page title={t('sessions.title')} back="/me">
      <p className="muted">{t('sessions.lead')}</p>
      <List label={t('sessions.title')}>{read.data.map((session) => <Device key={session.familyId} session={session} />)}</List>
      <Everywhere />
    </Page>
  )
}

function Device({ session }: { session: SessionInList }) {
  const { t } = useTranslation('access')
  const format = useFormat()
  const client = useQueryClient()
  const end = useMutation<void, Problem>({
    mutationFn: () => api.delete(`/api/access/sessions/${session.familyId}`),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  const used = t('sessions.used', { time: format.dayTime(session.lastUsedAt) })
  return (
    <ListItem
      icon="phone" title={session.device || t('sessions.unknown')} note={end.isError ? end.error.title : used}
      end={session.isThis ? <Tag tone="brand">{t('sessions.this')}</Tag> : <Button small busy={end.isPending} onPress={() => end.mutate()}>{t('sessions.end')}</Button>}
    />
  )
}

function Everywhere() {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const end = useMutation<void, Problem>({
    mutationFn: () => api.delete('/api/access/sessions'),
    onSuccess: () => { client.clear(); location.assign('/') },
  })
  return (
    <>
      <Button kind="danger-line" block onPress={() => setAsking(true)}>{t('sessions.end-all')}</Button>
      {asking && (
        <ConfirmDialog
          title={t('sessions.end-all-title')} confirm={t('sessions.end-all')} keep={t('sessions.keep')} busy={end.isPending}
          error={end.isError && <Alert tone="danger">{end.error.title}</Alert>} onConfirm={() => end.mutate()} onKeep={() => setAsking(false)}
        >
          <p>{t('sessions.end-all-body')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
