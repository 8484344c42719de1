import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Money, Pairs, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { BoxCount, CashCount } from '#journey/throughout/billing/contract.ts'
import { useBoxActs } from './boxes-data.ts'

const NOTES = [10_000, 5000, 2000, 1000, 500] as const

/** Counted note by note before the books are shown, so nobody counts towards a figure. */
export function CountSheet({ box, onClose }: { box: BoxCount; onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const { count } = useBoxActs()
  const [pieces, setPieces] = useState<Record<number, string>>({})
  const [note, setNote] = useState('')
  const counted = Object.fromEntries(NOTES.map((cents) => [cents, Number(pieces[cents] ?? 0) || 0])) as CashCount
  const total = NOTES.reduce((sum, cents) => sum + cents * (Number(pieces[cents] ?? 0) || 0), 0)
  if (count.data) return <Result box={count.data} onClose={onClose} />
  return (
    <Sheet title={t('boxes.count-title', { machine: box.machine })} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); count.mutate({ id: box.id, counted, note: note.trim() }) }}>
        <p>{t('boxes.count-note')}</p>
        {NOTES.map((cents) => (
          <TextField key={cents} label={t('boxes.pieces', { note: format.money(cents, { whole: true }) })} inputMode="numeric" value={pieces[cents] ?? ''} onChange={(value) => setPieces({ ...pieces, [cents]: value.replaceAll(/\D/g, '').slice(0, 4) })} />
        ))}
        <p className="row row--between" aria-live="polite"><span>{t('boxes.total')}</span><b><Money cents={total} /></b></p>
        <TextField label={t('boxes.remark')} value={note} onChange={setNote} maxLength={300} />
        {count.isError && <Alert tone="warning" title={count.error.title} />}
        <Button kind="primary" type="submit" busy={count.isPending}>{t('boxes.done', { amount: format.money(total) })}</Button>
      </form>
    </Sheet>
  )
}

function Result({ box, onClose }: { box: BoxCount; onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const difference = box.differenceCents ?? 0
  return (
    <Sheet title={t(difference === 0 ? 'boxes.right' : difference < 0 ? 'boxes.short' : 'boxes.over')} onClose={onClose}>
      <div className="stack" role="status">
        <Pairs pairs={[
          { label: t('boxes.expected'), value: <Money cents={box.expectedCents ?? 0} /> },
          { label: t('boxes.counted'), value: <Money cents={box.countedCents ?? 0} /> },
          { label: t('boxes.difference'), value: <b><Money cents={difference} /></b> },
        ]} />
        <Button kind="primary" onPress={onClose}>{t('help.ok')}</Button>
      </div>
    </Sheet>
  )
}
