import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Pairs, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { AccountsOf, BankAccountVersion } from '../../contract.ts'
import { Account, useOwnerName } from './account-shown.tsx'
import { useWrite } from './accounts-data.ts'

/** The second person has the paper in hand and types the number from it: what is agreed to was read twice, by two. */
export function DecideAccount({ of, proposal, onClose }: { of: AccountsOf; proposal: BankAccountVersion; onClose: () => void }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const nameOf = useOwnerName()
  return (
    <Sheet title={t('accounts-page.decide-of', { name: nameOf(of) })} onClose={onClose}>
      <Pairs pairs={[
        ...(of.current ? [{ label: t('accounts-page.now'), value: <Account of={of.current} /> }] : []),
        { label: t('accounts-page.new'), value: <Account of={proposal} /> }, { label: t('accounts-page.valid-from'), value: format.date(proposal.validFrom) },
        { label: t('accounts-page.reason'), value: proposal.reason }, { label: t('accounts-page.proposed-by'), value: `${proposal.proposedBy} · ${format.dayTime(proposal.proposedAt)}` },
      ]} />
      {proposal.mine && <Alert tone="info" title={t('accounts-page.mine')} />}
      {!proposal.mine && <Agree id={proposal.id} onDone={onClose} />}
      <Refuse proposal={proposal} onDone={onClose} />
    </Sheet>
  )
}

function Agree({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation('settlement')
  const [typed, setTyped] = useState('')
  const accountNo = typed.replaceAll(/[\s-]/g, '')
  const agree = useWrite(() => api.post(`/api/settlement/bank-accounts/${id}/agree`, { body: { accountNo } }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (accountNo !== '') agree.mutate(undefined, { onSuccess: onDone })
  }
  return (
    <form className="stack" onSubmit={send}>
      <TextField label={t('accounts-page.type-again')} hint={t('accounts-page.type-again-hint')} inputMode="numeric" autoComplete="off" value={typed} onChange={setTyped} />
      {agree.isError && <Alert tone="danger" title={agree.error.title} />}
      <Button kind="primary" type="submit" busy={agree.isPending} disabled={accountNo === ''}>{t('accounts-page.agree')}</Button>
    </form>
  )
}

function Refuse({ proposal, onDone }: { proposal: BankAccountVersion; onDone: () => void }) {
  const { t } = useTranslation('settlement')
  const [note, setNote] = useState('')
  const refuse = useWrite(() => api.post(`/api/settlement/bank-accounts/${proposal.id}/refuse`, { body: { note } }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (note.trim().length >= 2) refuse.mutate(undefined, { onSuccess: onDone })
  }
  return (
    <form className="stack" onSubmit={send}>
      <TextField label={t(proposal.mine ? 'accounts-page.why-back' : 'accounts-page.why-not')} maxLength={300} value={note} onChange={setNote} />
      {refuse.isError && <Alert tone="danger" title={refuse.error.title} />}
      <Button type="submit" busy={refuse.isPending} disabled={note.trim().length < 2}>{t(proposal.mine ? 'accounts-page.take-back' : 'accounts-page.refuse')}</Button>
    </form>
  )
}
