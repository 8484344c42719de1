import { useTranslation } from 'react-i18next'
import { Button, List, ListItem, Money, Section, Tag, useFormat } from '#ui/index.ts'
import type { ReceiptSummary, Refund, RefundState } from '../../contract.ts'

const tones: Record<RefundState, 'success' | 'info' | 'warning' | 'neutral'> = {
  asked: 'info', created: 'info', processing: 'info', succeeded: 'success', failed: 'warning', refused: 'neutral',
}

/** Money that goes back: how much, why, and how far it is. */
export function MoneyBack({ refunds }: { refunds: readonly Refund[] }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  return (
    <Section title={t('refund.title')}>
      <List label={t('refund.title')}>
        {refunds.map((refund) => (
          <ListItem
            key={refund.id} icon="undo" title={<><Money cents={refund.amountCents} /> <Tag tone={tones[refund.state]} icon={refund.state === 'succeeded' ? 'check' : 'clock'}>{t(`refund.${refund.state}`)}</Tag></>}
            note={`${refund.itemName ?? t('refund.surplus')} · ${refund.channel === 'cash' && refund.state === 'created' ? t('refund.at-window') : t(`refund.where-${refund.channel}`)} · ${format.dayTime(refund.endedAt ?? refund.createdAt)}`}
          />
        ))}
      </List>
    </Section>
  )
}

export function Receipts({ receipts }: { receipts: readonly ReceiptSummary[] }) {
  const { t } = useTranslation('billing')
  return (
    <Section title={t('receipt.title-list')}>
      <List label={t('receipt.title-list')}>{receipts.map((receipt) => <ReceiptRow key={receipt.shownNumber} receipt={receipt} />)}</List>
    </Section>
  )
}

export function ReceiptRow({ receipt, where }: { receipt: ReceiptSummary; where?: boolean | undefined }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const href = `/receipts/${receipt.institutionId}/${receipt.year}/${receipt.number}`
  return (
    <ListItem
      icon="receipt" title={<>{receipt.kind === 'refund' ? t('receipt.refund') : t('receipt.payment')} <Money cents={receipt.amountCents} /></>}
      note={where ? `${format.name(receipt.institutionName, receipt.institutionNameEn)} · ${format.date(receipt.issuedAt)}` : `${receipt.shownNumber} · ${format.dayTime(receipt.issuedAt)}`}
      end={<Button small href={href} aria-label={t('receipt.open-one', { number: receipt.shownNumber })}>{t('receipt.open')}</Button>}
    />
  )
}
