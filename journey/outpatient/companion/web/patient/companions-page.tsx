import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, useLive, useServerNow } from '#client/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, EmptyState, ErrorState, List, ListItem, Page, Section, Tag, useFormat } from '#ui/index.ts'
import type { Leave, Leaves } from '../../contract.ts'
import { LetFollow } from './let-follow.tsx'

const queryKey = ['companion', 'leaves']

/** Who may follow my day, and whom I follow. */
export function Component() {
  const { t } = useTranslation('companion')
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const read = useQuery({ queryKey, queryFn: () => api.get<Leaves>('/api/companion/leaves') })
  const own = read.data?.given[0]?.personId
  useLive(own ? [`person:${own}`] : [], ({ type }) => { if (type.startsWith('companion.')) void client.invalidateQueries({ queryKey }) })
  const now = useServerNow(30_000)
  if (!read.data) return <Page title={t('title')} back="/day">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[3, 3]} />}</Page>
  const { given, received, relatives } = read.data
  const open = given.filter((one) => one.endedAt === null && Date.parse(one.endsAt) > now)
  const over = given.filter((one) => !open.includes(one))
  return (
    <Page title={t('title')} back="/day" action={<Button kind="primary" block icon="plus" onPress={() => setAdding(true)}>{t('add')}</Button>}>
      <p className="lead">{t('what')}</p>
      {open.length === 0 && <EmptyState title={t('nobody')}>{t('nobody-note')}</EmptyState>}
      {open.map((leave) => <OpenLeave key={leave.id} leave={leave} />)}
      {received.length > 0 && (
        <Section title={t('received')}>
          <List>{received.map((leave) => <ListItem key={leave.id} icon="users" title={t('received-of', { name: leave.patientMasked })} note={<Until leave={leave} />} href={`/companion/${leave.id}`} />)}</List>
        </Section>
      )}
      {over.length > 0 && (
        <Section title={t('past')}>
          <List>{over.slice(0, 5).map((leave) => <ListItem key={leave.id} icon="lock" done title={leave.name} note={leave.endedBy ? t(`ended-by.${leave.endedBy}`) : t('ended-by.hour')} />)}</List>
        </Section>
      )}
      {adding && <LetFollow relatives={relatives} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Until({ leave }: { leave: Leave }) {
  const { t } = useTranslation('companion')
  const format = useFormat()
  return <>{t('until', { when: format.dayTime(leave.endsAt) })}</>
}

function OpenLeave({ leave }: { leave: Leave }) {
  const { t } = useTranslation('companion')
  const format = useFormat()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const end = useMutation({ mutationFn: () => api.post<Leaves>(`/api/companion/leaves/${leave.id}/end`, { body: {} }), onSuccess: (leaves) => { setAsking(false); client.setQueryData(queryKey, leaves) } })
  const last = leave.looks[0]
  return (
    <Card label={leave.name}>
      <div className="row row--wrap"><h2 className="grow">{leave.name}</h2><Tag tone="success" icon="check">{t('open')}</Tag></div>
      <p className="muted">{leave.phoneMasked ? `${leave.phoneMasked} · ` : ''}<Until leave={leave} /></p>
      <p>{t('may')}{leave.scopes.map((scope) => t(`scope.${scope}`)).join(t('and'))}</p>
      <p className="small muted">{last ? t('looked', { when: format.time(last.at), what: t(`look.${last.what}`) }) : t('never-looked')}</p>
      {leave.looks.length > 1 && (
        <details><summary>{t('looks', { count: leave.looks.length })}</summary><ul>{leave.looks.map((look) => <li key={`${look.at}${look.what}`}>{format.dayTime(look.at)} {t(`look.${look.what}`)}</li>)}</ul></details>
      )}
      <Button kind="danger-line" block icon="x" onPress={() => setAsking(true)}>{t('end')}</Button>
      {asking && (
        <ConfirmDialog title={t('end-ask', { name: leave.name })} confirm={t('end-yes')} keep={t('end-no')} kind="danger" busy={end.isPending} error={end.isError ? <Alert tone="danger" title={end.error.title} /> : undefined} onConfirm={() => end.mutate()} onKeep={() => setAsking(false)}>
          <p>{t('end-note')}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}
