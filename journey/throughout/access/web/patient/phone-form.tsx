import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { isMobilePhone } from '#journey/throughout/people/contract.ts'
import { Alert, Button, Card, TextField } from '#ui/index.ts'
import type { CodeAsked } from '../../contract.ts'

/** Step one: the phone. Judged when the field is left, not while fingers are still at it. */
export function PhoneForm({ phone, onPhone, demo, onAsked }: { phone: string; onPhone: (phone: string) => void; demo: boolean; onAsked: () => void }) {
  const { t } = useTranslation('access')
  const [left, setLeft] = useState(false)
  const ask = useMutation<CodeAsked, Problem>({
    mutationFn: () => api.post<CodeAsked>('/api/access/codes', { body: { phone }, anonymous: true }),
    onSuccess: onAsked,
  })
  const fault = left && !isMobilePhone(phone) ? t('phone.fault') : undefined
  return (
    <>
      <form noValidate onSubmit={(event) => { event.preventDefault(); setLeft(true); if (isMobilePhone(phone) && !ask.isPending) ask.mutate() }}>
        <Card>
          <div className="stack">
            <div onBlur={() => setLeft(phone !== '')}>
              <TextField
                label={t('phone.label')} hint={t('phone.hint')} error={fault} type="tel" inputMode="tel" autoComplete="tel-national" maxLength={16}
                value={phone} onChange={(value) => { setLeft(false); onPhone(value.replace(/^\s*\+?86/, '').replace(/\D/g, '').slice(0, 11)) }} required
              />
            </div>
            {ask.isError && <Alert tone="danger">{ask.error.title}</Alert>}
            <Button kind="primary" type="submit" block busy={ask.isPending}>{t('phone.send')}</Button>
          </div>
        </Card>
      </form>
      {demo && <Alert action={<Button small href="/simulator/sms/outbox" target="_blank">{t('demo.outbox')}</Button>}>{t('demo.note')}</Alert>}
    </>
  )
}
