import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, ErrorState, TextField } from '#ui/index.ts'
import type { SessionState } from '../../contract.ts'
import { nextPage } from '../next-page.ts'
import { Entrance } from './entrance.tsx'
import { SecondFactorForm } from './second-factor-form.tsx'
import { Workplaces } from './workplaces.tsx'

const sessionKey = ['access', 'session'] as const

/** The door to the desk: password, second factor, and where one works today. */
export function Component() {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const [search] = useSearchParams()
  const session = useQuery({ queryKey: sessionKey, queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }) })
  const goOn = (state: SessionState) => {
    if (state.stage === 'full') client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'access' })
    client.setQueryData(sessionKey, state)
  }
  const startAgain = useMutation<void, Problem>({
    mutationFn: () => api.delete('/api/access/session', { anonymous: true }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionKey }),
  })
  if (session.isPending) return <Entrance title={t('staff.title')}><Bones cards={[2]} /></Entrance>
  if (session.isError) return <Entrance title={t('staff.title')}><ErrorState problem={session.error} onRetry={() => void session.refetch()} /></Entrance>
  const { stage, demo, workplaces } = session.data
  if (stage === 'full') return <Navigate to={nextPage(search)} replace />
  if (stage === 'institution') return <Entrance title={t('workplace.title')} lead={t('workplace.lead')}><Workplaces workplaces={workplaces} onDone={goOn} /></Entrance>
  if (stage === 'second-factor' || stage === 'enrol') {
    return (
      <Entrance title={t(stage === 'enrol' ? 'enrol.title' : 'factor.title')} lead={t(stage === 'enrol' ? 'enrol.lead' : 'factor.lead')}>
        <SecondFactorForm isNew={stage === 'enrol'} demo={demo} onDone={goOn} />
        <Button kind="quiet" busy={startAgain.isPending} onPress={() => startAgain.mutate()}>{t('staff.other')}</Button>
      </Entrance>
    )
  }
  return <Entrance title={t('staff.title')}><PasswordForm onDone={goOn} /></Entrance>
}

function PasswordForm({ onDone }: { onDone: (state: SessionState) => void }) {
  const { t } = useTranslation('access')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation<SessionState, Problem>({
    mutationFn: () => api.post<SessionState>('/api/access/staff/sign-in', { body: { username, password }, anonymous: true }),
    onSuccess: onDone,
    onError: () => setPassword(''),
  })
  const isReady = username.trim() !== '' && password !== ''
  return (
    <form noValidate className="stack" onSubmit={(event) => { event.preventDefault(); if (isReady && !signIn.isPending) signIn.mutate() }}>
      <TextField label={t('staff.username')} value={username} onChange={setUsername} autoComplete="username" autoFocus required />
      <TextField label={t('staff.password')} type="password" value={password} onChange={setPassword} autoComplete="current-password" required />
      {signIn.isError && <Alert tone="danger">{signIn.error.title}</Alert>}
      <Button kind="primary" type="submit" block busy={signIn.isPending} disabled={!isReady}>{t('staff.next')}</Button>
    </form>
  )
}
