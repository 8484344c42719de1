import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Button, Card, ErrorState, Money, Page, Pairs, Tag, TextField, useFormat } from '#ui/index.ts'
import type { VerifiedReceipt } from '../../contract.ts'

/** Anybody with a receipt in hand can see that it is real. Nobody has to sign in for that. */
export function Component() {
  const { t } = useTranslation('billing')
  const [search, setSearch] = useSearchParams()
  const code = search.get('code') ?? ''
  const [typed, setTyped] = useState(code)
  const read = useQuery({
    queryKey: ['billing', 'verify', code], enabled: code !== '',
    queryFn: () => api.get<VerifiedReceipt>('/api/billing/receipts/verify', { query: { code }, anonymous: true }),
  })
  return (
    <Page title={t('verify.title')} back="/receipts">
      <Card>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); setSearch(typed.trim() === '' ? {} : { code: typed.trim() }, { replace: true }) }}>
          <TextField label={t('verify.code')} hint={t('verify.hint')} value={typed} onChange={setTyped} autoComplete="off" maxLength={40} />
          <Button kind="primary" block type="submit" busy={read.isFetching}>{t('verify.check')}</Button>
        </form>
      </Card>
      {read.isLoading && <Bones cards={[3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && <Answer answer={read.data} />}
    </Page>
  )
}

function Answer({ answer }: { answer: VerifiedReceipt }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const { receipt } = answer
  if (!receipt) return <div className="state" role="status"><h2>{t('verify.unknown')}</h2><p className="muted">{t('verify.unknown-body')}</p></div>
  const pairs = [
    { label: t('verify.number'), value: receipt.shownNumber },
    { label: t('verify.hospital'), value: receipt.institutionName },
    { label: t('verify.person'), value: receipt.payer },
    { label: receipt.kind === 'refund' ? t('receipt.refund') : t('receipt.payment'), value: <Money cents={receipt.amountCents} /> },
    ...(receipt.refundedCents > 0 ? [{ label: t('verify.refunded'), value: <Money cents={receipt.refundedCents} /> }] : []),
    { label: t('verify.issued'), value: `${format.date(receipt.issuedAt)} ${format.time(receipt.issuedAt)}` },
  ]
  return <Card><div className="stack" role="status"><p><Tag tone="success" icon="check">{t('verify.genuine')}</Tag></p><Pairs pairs={pairs} /></div></Card>
}
