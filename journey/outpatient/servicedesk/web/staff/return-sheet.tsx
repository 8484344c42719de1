import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, RadioGroup, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { GiveBack, Loan } from '../../contract.ts'
import { centsOf, useDeskAct } from './desk-data.ts'

/** The thing is looked at, and the deposit goes back: at once when nothing is kept, after a second look when something is. */
export function ReturnSheet({ loan, onClose, onDone }: { loan: Loan; onClose: () => void; onDone: (words: string) => void }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const [cameBack, setCameBack] = useState<GiveBack['cameBack']>('fine')
  const [damage, setDamage] = useState('')
  const [keep, setKeep] = useState('0')
  const back = useDeskAct((body: GiveBack) => api.post<Loan>(`/api/servicedesk/loans/${loan.id}/return`, { body }))
  const isFine = cameBack === 'fine'
  const keptCents = isFine ? 0 : centsOf(keep)
  const thing = `${t(`item.${loan.kind}`)} ${loan.code}`
  const valid = keptCents !== undefined && keptCents <= loan.depositCents && (keptCents === 0 || damage.trim().length >= 2)
  const send = () => back.mutate({ cameBack, damage: isFine ? '' : damage, keptCents: keptCents ?? 0 }, {
    onSuccess: (done) => onDone(done.status === 'checking' ? t('loan.asked') : t('loan.returned', { amount: format.money(loan.depositCents), name: loan.nameMasked })),
  })
  return (
    <Sheet title={t('loan.back-title', { item: thing })} onClose={onClose}>
      <div className="stack">
        <RadioGroup label={loan.nameMasked} value={cameBack} onChange={(value) => setCameBack(value as GiveBack['cameBack'])} options={(['fine', 'damaged', 'lost'] as const).map((one) => ({ value: one, label: t(`loan.${one}`) }))} />
        {!isFine && <TextField label={t('loan.damage')} value={damage} maxLength={500} onChange={setDamage} />}
        {!isFine && loan.depositCents > 0 && <TextField label={t('loan.keep')} hint={t('loan.keep-hint')} inputMode="decimal" value={keep} onChange={setKeep} error={keptCents === undefined || keptCents > loan.depositCents ? t('errors.keeps-too-much') : undefined} />}
        {loan.depositCents > 0 && valid && <p className="fig fig--s">{t('loan.refund', { amount: format.money(loan.depositCents - (keptCents ?? 0)) })}</p>}
        {back.isError && <Alert tone="warning">{back.error.title || t('offline')}</Alert>}
        <Button kind="primary" busy={back.isPending} disabled={!valid} onPress={send}>{t(keptCents ? 'loan.ask-keep' : 'loan.do-back')}</Button>
      </div>
    </Sheet>
  )
}
