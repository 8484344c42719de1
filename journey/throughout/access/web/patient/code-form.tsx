import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem, type Problem } from '#client/index.ts'
import { Alert, Button, Card, TextField } from '#ui/index.ts'
import type { CodeAsked, SessionState } from '../../contract.ts'
import type { OutboxMessage } from '#journey/throughout/messaging/contract.ts'

const askAgainSeconds = 60

/** Step two: the code, typed, pasted or filled in by the phone itself. Six digits are enough to go on by themselves. */
export function CodeForm({ phone, demo, onDone, onOtherPhone }: { phone: string; demo: boolean; onDone: (state: SessionState) => Promise<void>; onOtherPhone: () => void }) {
  const { t } = useTranslation('access')
  const [code, setCode] = useState('')
  const [askedAt, setAskedAt] = useState(Date.now)
  const wait = useSecondsSince(askedAt, askAgainSeconds)
  const signIn = useMutation<SessionState, Problem, string>({
    mutationFn: (digits) => api.post<SessionState>('/api/access/sign-in', { body: { phone, code: digits }, anonymous: true }),
    onSuccess: onDone,
    onError: () => setCode(''),
  })
  const again = useMutation<CodeAsked, Problem>({
    mutationFn: () => api.post<CodeAsked>('/api/access/codes', { body: { phone }, anonymous: true }),
    onSuccess: () => { setAskedAt(Date.now()); signIn.reset() },
  })
  const enter = (value: string) => {
    const digits = value.replace(/\D/g, '').slice(0, 6)
    setCode(digits)
    if (digits.length === 6 && !signIn.isPending) signIn.mutate(digits)
  }
  const spaced = phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')
  return (
    <>
      <p>{t('code.sent', { phone: spaced })}</p>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (code.length === 6 && !signIn.isPending) signIn.mutate(code) }}>
        <Card>
          <div className="stack">
            <TextField
              label={t('code.label')} hint={t('code.hint')} error={signIn.isError ? signIn.error.title : undefined}
              inputMode="numeric" autoComplete="one-time-code" maxLength={12} value={code} onChange={enter} autoFocus required
            />
            <Button kind="primary" type="submit" block busy={signIn.isPending} disabled={code.length !== 6}>{t('sign-in')}</Button>
          </div>
        </Card>
      </form>
      {again.isError && <Alert tone="warning">{again.error.title}</Alert>}
      {isProblem(signIn.error, 'access.code-over') && <Alert tone="info">{t('code.over')}</Alert>}
      <Button kind="soft" block disabled={wait > 0} busy={again.isPending} onPress={() => again.mutate()}>{wait > 0 ? t('code.wait', { count: wait }) : t('code.again')}</Button>
      <Button kind="quiet" block onPress={onOtherPhone}>{t('code.other-phone')}</Button>
      {demo && <DemoCode phone={phone} onCode={enter} />}
    </>
  )
}

/** In a demonstration nobody has the phone in hand: its newest message is one press away. */
function DemoCode({ phone, onCode }: { phone: string; onCode: (code: string) => void }) {
  const { t } = useTranslation('access')
  const fetchCode = useMutation<OutboxMessage[], Problem>({
    mutationFn: () => api.get<OutboxMessage[]>('/simulator/sms/outbox', { query: { format: 'json', phone }, anonymous: true }),
    onSuccess: (messages) => onCode(messages[0]?.code ?? ''),
  })
  return (
    <Alert action={<Button small busy={fetchCode.isPending} onPress={() => fetchCode.mutate()}>{t('demo.fill')}</Button>}>
      {fetchCode.isError ? fetchCode.error.title : t('demo.code-note')}
    </Alert>
  )
}

function useSecondsSince(begun: number, total: number): number {
  const [now, setNow] = useState(begun)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.min(total, Math.ceil(total - (now - begun) / 1000)))
}
