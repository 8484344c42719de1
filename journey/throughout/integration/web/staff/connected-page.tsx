import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, Desk, EmptyState, ErrorState, Grid, Pairs, Pane, SuccessState, Tag, useFormat } from '#ui/index.ts'
import type { Client, Clients } from '../../contract.ts'
import { AddClient } from './add-client.tsx'
import { StopClient } from './stop-client.tsx'

export const clientsKey = ['integration', 'clients'] as const

/** The programs that may work here: who they are, what they may, when they were last here. */
export function Component() {
  const { t } = useTranslation('integration')
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState<string | null>(null)
  const read = useQuery({ queryKey: clientsKey, queryFn: () => api.get<Clients>('/api/integration/clients') })
  return (
    <Desk title={t('title')} panes="1fr 340px">
      <Pane label={t('title')} paper>
        <p className="muted">{t('lead')}</p>
        {added !== null && <SuccessState title={t('added', { name: added })} />}
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.clients.length === 0 && <EmptyState title={t('empty')} />}
        {read.data && read.data.clients.length > 0 && <ClientGrid clients={read.data.clients} />}
      </Pane>
      <Pane label={t('addresses')} head={<h2>{t('addresses')}</h2>}>
        {read.data && <Pairs pairs={[{ label: t('fhir-url'), value: <code>{read.data.fhirUrl}</code> }, { label: t('token-url'), value: <code>{read.data.tokenUrl}</code> }]} />}
        <Button kind="primary" icon="plus" onPress={() => { setAdded(null); setAdding(true) }}>{t('add')}</Button>
      </Pane>
      {adding && <AddClient onClose={() => setAdding(false)} onDone={(name) => { setAdding(false); setAdded(name) }} />}
    </Desk>
  )
}

function ClientGrid({ clients }: { clients: Client[] }) {
  const { t } = useTranslation('integration')
  const format = useFormat()
  return (
    <Grid
      caption={t('title')} rows={clients} rowKey={(one) => one.clientId}
      columns={[
        { key: 'name', title: t('col.name'), rowHeader: true, cell: (one) => <>{one.name}<br /><code className="caption">{one.clientId}</code></> },
        { key: 'scopes', title: t('col.scopes'), cell: (one) => <span className="caption">{one.scopes.map((scope) => scope.replace('system/', '')).join(', ')}</span> },
        { key: 'keys', title: t('col.keys'), cell: (one) => <span className="caption">{one.jwksUrl === null ? one.keyIds.join(', ') : t('keys-url', { url: one.jwksUrl })}</span> },
        { key: 'used', title: t('col.used'), cell: (one) => (one.lastUsedAt === null ? t('never') : format.dayTime(one.lastUsedAt)) },
        { key: 'state', title: t('col.state'), cell: (one) => <Tag tone={one.active ? 'ok' : undefined}>{one.active ? t('on') : t('off')}</Tag> },
        { key: 'change', title: t('col.change'), cell: (one) => (one.mine ? <StopClient client={one} /> : <span className="caption muted">{t('region-hint')}</span>) },
      ]}
    />
  )
}
