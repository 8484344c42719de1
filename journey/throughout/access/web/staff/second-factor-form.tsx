import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, TextField } from '#ui/index.ts'
import type { DemoCode, Enrolment, SessionState } from '../../contract.ts'

/** The six digits of the authenticator; the first time, with the square to set it up. */
export function SecondFactorForm({ isNew, demo, onDone }: { isNew: boolean; demo: boolean; onDone: (state: SessionState) => void }) {
  const { t } = useTranslation('access')
  const [code, setCode] = useState('')
  const give = useMutation<SessionState, Problem, string>({
    mutationFn: (digits) => api.post<SessionState>('/api/access/staff/second-factor', { body: { code: digits }, anonymous: true }),
    onSuccess: onDone,
    onError: () => setCode(''),
  })
  const enter = (value: string) => {
    const digits = value.replace(/\D/g, '').slice(0, 6)
    setCode(digits)
    if (digits.length === 6 && !give.isPending) give.mutate(digits)
  }
  return (
    <>
      {isNew && <Square />}
      <form noValidate className="stack" onSubmit={(event) => { event.preventDefault(); if (code.length === 6 && !give.isPending) give.mutate(code) }}>
        <TextField label={t('factor.label')} hint={t('factor.hint')} error={give.isError ? give.error.title : undefined} inputMode="numeric" autoComplete="one-time-code" maxLength={12} value={code} onChange={enter} autoFocus required />
        <Button kind="primary" type="submit" block busy={give.isPending} disabled={code.length !== 6}>{t('sign-in')}</Button>
      </form>
      {demo && !isNew && <PublishedCode onCode={enter} />}
    </>
  )
}

function Square() {
  const { t } = useTranslation('access')
  const read = useQuery({ queryKey: ['access', 'enrolment'], queryFn: () => api.get<Enrolment>('/api/access/staff/enrolment', { anonymous: true }), gcTime: 0, staleTime: Infinity })
  if (read.isPending) return <Bones cards={[2]} />
  if (read.isError) return <Alert tone="danger">{read.error.message}</Alert>
  return (
    <>
      <img className="access-entrance__square" src={`data:image/svg+xml;utf8,${encodeURIComponent(read.data.svg)}`} alt={t('enrol.square')} />
      <p className="small muted">{t('enrol.type')} <span className="access-entrance__secret">{read.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</span></p>
    </>
  )
}

/** A demonstration's accounts share a published secret: its code is one press away. */
function PublishedCode({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation('access')
  const fetchCode = useMutation<DemoCode, Problem>({
    mutationFn: () => api.get<DemoCode>('/api/access/demo/code', { anonymous: true }),
    onSuccess: ({ code }) => onCode(code),
  })
  return <Alert action={<Button small busy={fetchCode.isPending} onPress={() => fetchCode.mutate()}>{t('demo.fill')}</Button>}>{fetchCode.isError ? fetchCode.error.title : t('demo.factor-note')}</Alert>
}
