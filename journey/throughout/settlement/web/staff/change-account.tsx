import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Pairs, Sheet, TextField } from '#ui/index.ts'
import type { AccountsOf } from '../../contract.ts'
import { Account, useOwnerName } from './account-shown.tsx'
import { useWrite } from './accounts-data.ts'

const fields = ['bankName', 'bankNameEn', 'bankCode', 'accountName', 'accountNo'] as const
const right = { bankName: /\S/, bankNameEn: /\S/, bankCode: /^[A-Z0-9]{2,16}$/, accountName: /\S/, accountNo: /^[0-9]{8,32}$/ } as const

/** One person writes down another account, from the paper the hospital sent. Nothing changes before somebody else agrees. */
export function ChangeAccount({ of, today, onClose }: { of: AccountsOf; today: string; onClose: () => void }) {
  const { t } = useTranslation('settlement')
  const nameOf = useOwnerName()
  const { current } = of
  const [typed, setTyped] = useState({ bankName: current?.bankName ?? '', bankNameEn: current?.bankNameEn ?? '', bankCode: current?.bankCode ?? '', accountName: current?.accountName ?? '', accountNo: '' })
  const [validFrom, setValidFrom] = useState(today)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const number = typed.accountNo.replaceAll(/[\s-]/g, '')
  const propose = useWrite(() => api.post('/api/settlement/bank-accounts', { body: { institutionId: of.institutionId, ...typed, accountNo: number, validFrom, reason } }))
  const wrong = fields.filter((field) => !right[field].test(field === 'accountNo' ? number : typed[field]))
  const isRight = wrong.length === 0 && validFrom >= today && reason.trim().length >= 2
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isRight) propose.mutate(undefined, { onSuccess: onClose })
  }
  return (
    <Sheet title={t(current ? 'accounts-page.change-of' : 'accounts-page.add-of', { name: nameOf(of) })} onClose={onClose}>
      <form className="stack" onSubmit={send} noValidate>
        {current && <Pairs pairs={[{ label: t('accounts-page.now'), value: <Account of={current} /> }]} />}
        {fields.map((field) => (
          <TextField
            key={field} label={t(`accounts-page.field.${field}`)} hint={field === 'accountNo' ? t('accounts-page.number-hint') : field === 'bankCode' ? t('accounts-page.code-hint') : undefined}
            inputMode={field === 'accountNo' ? 'numeric' : 'text'} autoComplete="off" required value={typed[field]}
            onChange={(value) => setTyped((old) => ({ ...old, [field]: field === 'bankCode' ? value.toUpperCase() : value }))} error={tried && wrong.includes(field) ? t(`accounts-page.wrong.${field}`) : undefined}
          />
        ))}
        <TextField label={t('accounts-page.valid-from')} type="date" required value={validFrom} onChange={setValidFrom} error={validFrom < today ? t('errors.account-in-the-past') : undefined} />
        <TextField label={t('accounts-page.reason')} hint={t('accounts-page.reason-hint')} rows={2} maxLength={300} required value={reason} onChange={setReason} error={tried && reason.trim().length < 2 ? t('accounts-page.wrong.reason') : undefined} />
        <Alert tone="info" title={t('accounts-page.second-person')}>{t('accounts-page.second-person-note')}</Alert>
        {propose.isError && <Alert tone="danger" title={propose.error.title} />}
        <div className="buttons">
          <Button kind="primary" type="submit" busy={propose.isPending}>{t('accounts-page.propose')}</Button>
          <Button onPress={onClose}>{t('confirm.not-now')}</Button>
        </div>
      </form>
    </Sheet>
  )
}
