import { useTranslation } from 'react-i18next'
import { List, ListItem, Section, useFormat } from '#ui/index.ts'
import type { Payment } from '../../contract.ts'

/** How much of it came from where, when it was more than one. */
export function PaidFrom({ payment }: { payment: Payment }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const parts = payment.parts.map((part) => t('payment.part', { way: t(`receipt.channel-${part.purse}`), amount: format.money(part.cents) }))
  const channel = payment.channelCents > 0 ? [t('payment.part', { way: t(`receipt.channel-${payment.channel}`), amount: format.money(payment.channelCents) })] : []
  return <>{[...parts, ...channel].join(t('items.comma'))}</>
}

/** What was paid for this bill: by which ways, how much, when. */
export function HowPaid({ payments }: { payments: readonly Payment[] }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  return (
    <Section title={t('bill.how-paid')}>
      <List label={t('bill.how-paid')}>
        {payments.map((payment) => <ListItem key={payment.id} icon="check" title={<PaidFrom payment={payment} />} note={format.dayTime(payment.endedAt ?? payment.createdAt)} />)}
      </List>
    </Section>
  )
}
