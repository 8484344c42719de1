import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '#client/index.ts'
import { Alert, Button, Money, Select, TextField, useHotkey } from '#ui/index.ts'
import type { Price } from '#journey/throughout/directory/contract.ts'
import { Frequency } from '../../contract.ts'
import type { OrderRequest } from '../../contract.ts'
import { useFocusFirst } from './use-focus-first.ts'
import { useVisitActs } from './visit-data.ts'

/** How much of what was found: one number for a test, dose, frequency and days too for a drug. Enter orders it. */
export function OrderForm({ visitId, price, onDone }: { visitId: string; price: Price; onDone: () => void }) {
  const { t } = useTranslation('consulting')
  const isDrug = price.kind === 'drug'
  const [quantity, setQuantity] = useState('1')
  const [dose, setDose] = useState('')
  const [frequency, setFrequency] = useState<Frequency>('bid')
  const [days, setDays] = useState('7')
  const [instructions, setInstructions] = useState('')
  const [allergyReason, setAllergyReason] = useState('')
  const { placeOrder } = useVisitActs(visitId)
  const form = useFocusFirst<HTMLFormElement>()
  useHotkey('Escape', onDone)
  const isAllergic = isProblem(placeOrder.error, 'consulting.allergy-conflict')
  const count = Math.max(1, Math.round(Number(quantity)) || 1)
  const order = () => {
    const directions = isDrug ? { dose, frequency, days: Math.round(Number(days)) || 0 } : {}
    const request: OrderRequest = { code: price.code, quantity: count, instructions, allergyReason, ...directions }
    placeOrder.mutate(request, { onSuccess: onDone })
  }
  const digits = (set: (text: string) => void) => (text: string) => set(text.replace(/\D/g, '').slice(0, 4))
  return (
    <form ref={form} className="consulting-order-form" onSubmit={(event) => { event.preventDefault(); order() }}>
      <p className="row row--between"><b>{price.name}</b><Money cents={price.priceCents * count} /></p>
      <div className="consulting-order-form__fields">
        {isDrug && <TextField label={t('orders.dose')} value={dose} onChange={setDose} placeholder={t('orders.dose-placeholder')} maxLength={60} />}
        {isDrug && <Select label={t('orders.frequency')} value={frequency} onChange={(value) => setFrequency(value as Frequency)} options={Frequency.options.map((value) => ({ value, label: t(`frequency.${value}`) }))} />}
        {isDrug && <TextField label={t('orders.days')} value={days} onChange={digits(setDays)} inputMode="numeric" />}
        <TextField label={`${t('orders.quantity')} (${price.unit})`} value={quantity} onChange={digits(setQuantity)} inputMode="numeric" />
      </div>
      <TextField label={t('orders.instructions')} value={instructions} onChange={setInstructions} placeholder={t('orders.instructions-placeholder')} maxLength={200} />
      {placeOrder.isError && <Alert tone={isAllergic ? 'danger' : 'warning'}>{placeOrder.error.title || t('offline')}</Alert>}
      {isAllergic && <AllergyReason value={allergyReason} onChange={setAllergyReason} />}
      <div className="row">
        <Button kind="soft" type="submit" small busy={placeOrder.isPending}>{t('orders.place')}</Button>
        <Button kind="quiet" small onPress={onDone}>{t('orders.cancel-form')}</Button>
      </div>
    </form>
  )
}

/** Asked only once the server has refused: the keyboard goes straight to it. */
function AllergyReason({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('consulting')
  const place = useFocusFirst<HTMLDivElement>()
  return <div ref={place}><TextField label={t('orders.allergy-reason')} value={value} onChange={onChange} maxLength={200} /></div>
}
