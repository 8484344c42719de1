import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Card, Page, TextField } from '#ui/index.ts'
import type { Offer } from '../../contract.ts'
import { offerPath } from './offer-path.ts'
import { useFamily } from './family.ts'

/** For whoever has the message on another phone: the eight digits lead to the offer. */
export function Component() {
  const { t } = useTranslation('waitlist')
  const navigate = useNavigate()
  const { signedOut } = useFamily()
  const [code, setCode] = useState('')
  const digits = code.replace(/\D/g, '')
  const find = useMutation({
    mutationFn: () => api.post<Offer>('/api/waitlist/offers/by-code', { body: { code: digits } }),
    onSuccess: (offer) => void navigate(`${offerPath(offer)}?by=code`),
  })
  if (signedOut) {
    return <Page title={t('code.title')} back="/waitlist"><Alert tone="info" title={t('code.sign-in-first')} action={<Button kind="primary" href={`/sign-in?next=${encodeURIComponent('/waitlist/offer')}`}>{t('code.sign-in')}</Button>}>{t('code.sign-in-note')}</Alert></Page>
  }
  return (
    <Page title={t('code.title')} back="/waitlist">
      <form onSubmit={(event) => { event.preventDefault(); if (digits.length === 8) find.mutate() }}>
        <Card>
          {isProblem(find.error) && <Alert tone="warning" title={find.error.title}>{t('code.wrong')}</Alert>}
          <TextField label={t('code.label')} hint={t('code.hint')} value={code} onChange={setCode} inputMode="numeric" autoComplete="one-time-code" maxLength={11} autoFocus />
          <Button kind="primary" block type="submit" busy={find.isPending} disabled={digits.length !== 8}>{t('code.find')}</Button>
        </Card>
      </form>
    </Page>
  )
}
