import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Grid, Pane, Tag, useFormat } from '#ui/index.ts'
import type { Client, Clients } from '../../contract.ts'
import { AddClient } from './add-client.tsx'
import { StopClient } from './stop-client.tsx'
import './connected.css'

/** The programs that may work here: who they are, what they may, when they were last here. */
export function Component() {
  const { t } = useTranslation('integration')
  const [adding, setAdding] = useState(false)
  const [added, setAdded] = useState<string | null>(null)
  const read = useQuery({ queryKey: ['integration', 'clients'], queryFn: () => api.get<Clients>('/api/integration/clients') })
  return (
    <Desk title={t('title')} panes="1fr 340px">
      <Pane label={t('title')} paper>
        <p className="muted">{t('lead')}</p>
        {added !== null && <Alert tone="success" title={t('added', { name: added })} />}
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.clients.length === 0 && <EmptyState title={t('empty')} />}
        {read.data && read.data.clients.length > 0 && <ClientGrid clients={read.data.clients} />}
      </Pane>
      <Pane label={t('addresses')} head={<h2>{t('addresses')}</h2>}>
        {read.data && <Addresses fhir={read.data.fhirUrl} token={read.data.tokenUrl} />}
        <Button kind="primary" icon="plus" onPress={() => { setAdded(null); setAdding(true) }}>{t('add')}</Button>
      </Pane>
      {adding && <AddClient onClose={() => setAdding(false)} onDone={(name) => { setAdding(false); setAdded(name) }} />}
    </Desk>
  )
}

function Addresses({ fhir, token }: { fhir: string; token: string }) {
  const { t } = useTranslation('integration')
  return (
    <dl className="integration-addresses">
      <dt>{t('fhir-url')}</dt><dd><code>{fhir}</code></dd>
      <dt>{t('token-url')}</dt><dd><code>{token}</code></dd>
    </dl>
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
        { key: 'state', title: t('col.state'), cell: (one) => <Tag tone={one.active ? 'success' : 'neutral'}>{one.active ? t('on') : t('off')}</Tag> },
        { key: 'change', title: t('col.change'), cell: (one) => (one.mine ? <StopClient client={one} /> : <span className="caption muted">{t('region-hint')}</span>) },
      ]}
    />
  )
}
