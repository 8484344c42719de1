import { useTranslation } from 'react-i18next'
import { Card, Checkbox, Money } from '#ui/index.ts'
import type { Balance } from '#journey/throughout/wallet/contract.ts'

interface Props {
  readonly dueCents: number
  readonly balance: Balance
  readonly used: boolean
  readonly onUse: (used: boolean) => void
}

/** What the balance would pay, and what is left for the phone, both to the cent, before anything is pressed. */
export function UseBalance({ dueCents, balance, used, onUse }: Props) {
  const { t } = useTranslation('billing')
  const fromBalance = Math.min(dueCents, balance.spendableCents)
  return (
    <Card label={t('balance.use-title')}>
      <Checkbox checked={used} onChange={onUse} label={<>{t('balance.use')} <span className="small muted">{t('balance.there')} <Money cents={balance.spendableCents} /></span></>} />
      {used && (
        <dl className="billing-parts">
          <div><dt>{t('balance.from-balance')}</dt><dd><Money cents={fromBalance} /></dd></div>
          {dueCents > fromBalance && <div><dt>{t('balance.from-phone')}</dt><dd><Money cents={dueCents - fromBalance} /></dd></div>}
          <div><dt className="muted">{t('balance.after')}</dt><dd className="muted"><Money cents={balance.spendableCents - fromBalance} /></dd></div>
        </dl>
      )}
    </Card>
  )
}
