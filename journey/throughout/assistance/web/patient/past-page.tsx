import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Card, EmptyState, ErrorState, formatTime, Page, Tag, useFormat } from '#ui/index.ts'
import type { PastHelp, Proposal } from '../../contract.ts'

/** Who helped, when, and what came of each proposal. */
export function Component() {
  const { t } = useTranslation('assistance')
  const read = useQuery({ queryKey: ['assistance', 'past'], queryFn: () => api.get<PastHelp[]>('/api/assistance/past') })
  return (
    <Page title={t('past.title')} back="/me">
      {read.isPending && <Bones />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('past.none')}>{t('past.none-note')}</EmptyState>}
      {read.data?.map((one) => <One key={one.id} help={one} />)}
    </Page>
  )
}

function One({ help }: { help: PastHelp }) {
  const { t } = useTranslation('assistance')
  const format = useFormat()
  return (
    <Card>
      <div className="stack">
        <h2>{help.helper?.name}</h2>
        <p className="small muted">{format.day(help.askedAt)} {help.agreedAt === null ? t('past.declined') : t('past.to', { from: formatTime(help.agreedAt), to: help.endedAt === null ? '…' : formatTime(help.endedAt) })}</p>
        {help.showedHealth && <Tag icon="file">{t('past.health')}</Tag>}
        {help.agreedAt !== null && help.proposals.length === 0 && <p className="small">{t('past.nothing')}</p>}
        {help.proposals.length > 0 && <ul className="stack">{help.proposals.map((one) => <Asked key={one.id} proposal={one} />)}</ul>}
      </div>
    </Card>
  )
}

function Asked({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation('assistance')
  return <li>{formatTime(proposal.proposedAt)} {t(`past.${proposal.kind}`, { what: proposal.label, value: proposal.value })} <Tag tone={proposal.outcome === 'confirmed' ? 'success' : 'neutral'} icon={proposal.outcome === 'confirmed' ? 'check' : undefined}>{t(`past.outcome.${proposal.outcome ?? 'lapsed'}`)}</Tag></li>
}
