import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Card, Due, ErrorState, List, ListItem, Page, useFormat } from '#ui/index.ts'
import type { Balance } from '../../contract.ts'
import { LatestLines } from './latest-lines.tsx'
import { useBalance, useOwners } from './wallet-data.ts'
import { WhoseBalance } from './whose-balance.tsx'

/** What one has, what it is for, and what can be done with it. */
export function Component() {
  const { t } = useTranslation('wallet')
  const whose = useOwners()
  const read = useBalance(whose.owner?.personId)
  return (
    <Page title={t('title')} back="/me">
      <WhoseBalance {...whose} />
      {read.isPending && <Bones cards={[2, 3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && <Holding balance={read.data} name={whose.owner?.kind === 'self' ? undefined : whose.owner?.name} />}
      {whose.owner && read.data && <LatestLines personId={whose.owner.personId} />}
    </Page>
  )
}

function Holding({ balance, name }: { balance: Balance; name: string | undefined }) {
  const { t } = useTranslation('wallet')
  const format = useFormat()
  return (
    <>
      <Card label={t('title')}>
        <Due label={name === undefined ? t('yours') : t('theirs', { name })} cents={balance.spendableCents} note={t('everywhere')} />
        <Button kind="primary" block icon="plus" href="/wallet/top-up">{t('top-up')}</Button>
      </Card>
      {balance.keptCents > 0 && <Alert tone="info" icon="clock" title={t('kept', { amount: format.money(balance.keptCents) })}>{t('kept-body')}</Alert>}
      <List label={t('doors')}>
        <ListItem icon="qr" title={t('code')} note={t('code-note')} href="/wallet/code" />
        <ListItem icon="file" title={t('statement')} note={t('statement-note')} href="/wallet/statement" />
        <ListItem icon="undo" title={t('withdraw')} note={t('withdraw-note')} href="/wallet/withdraw" disabled={balance.balanceCents === 0} />
      </List>
    </>
  )
}
