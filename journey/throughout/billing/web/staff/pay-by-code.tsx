import { useTranslation } from 'react-i18next'
import { Alert, Button, Sep, useFormat } from '#ui/index.ts'
import type { Bill, Payment } from '../../contract.ts'
import { askChannel, closePayment, startByCode, useAct } from './window-data.ts'

/** The person scans a code with their phone; the window sees by itself when the money has come. */
export function PayByCode({ bill, open }: { bill: Bill; open: Payment | undefined }) {
  const { t } = useTranslation('billing')
  const start = useAct(startByCode)
  if (open?.payUrl) {
    return (
      <div className="billing-code">
        <img alt={t('take.code-alt')} width={220} height={220} src={`/api/billing/payments/${open.institutionId}/${open.id}/code.svg`} />
        <p className="small muted">{t('take.code-how', { channel: t(`receipt.channel-${open.channel}`) })}</p>
      </div>
    )
  }
  if (open) return null
  return (
    <div className="billing-codes" role="group" aria-label={t('take.code-of')}>
      {start.isError && <Alert tone="danger" title={start.error.title}>{t('take.not-taken')}</Alert>}
      {codes.map((channel) => (
        <Button key={channel} kind={channel === 'wechatpay' ? 'primary' : 'soft'} block className="billing-take" busy={start.isPending && start.variables.channel === channel} onPress={() => start.mutate({ bill, channel })}>
          {t('take.show-code')} <Sep /> {t(`receipt.channel-${channel}`)}
        </Button>
      ))}
    </div>
  )
}

const codes = ['wechatpay', 'alipay'] as const

/** Somebody is paying this bill by phone, or nobody knows whether they have. */
export function OpenPayment({ payment }: { payment: Payment }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const ask = useAct(askChannel)
  const close = useAct(closePayment)
  const busy = ask.isPending || close.isPending
  if (payment.state === 'unknown') {
    return <Alert tone="warning" icon="clock" title={t('take.unknown', { amount: format.money(payment.amountCents) })} action={<Button small busy={busy} onPress={() => ask.mutate(payment)}>{t('payment.ask-again')}</Button>}>{t('window.unknown-body', { channel: t(`receipt.channel-${payment.channel}`) })}</Alert>
  }
  return (
    <Alert
      tone="info" icon="clock" title={t(payment.channel === 'bankcard' ? 'take.open-card' : 'take.open', { amount: format.money(payment.amountCents) })}
      action={<><Button small busy={busy} onPress={() => ask.mutate(payment)}>{t('payment.ask-again')}</Button><Button small busy={busy} onPress={() => close.mutate(payment)}>{t(payment.channel === 'bankcard' ? 'take.card-cancel' : 'take.close-phone')}</Button></>}
    >{t('take.open-body')}</Alert>
  )
}
