import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useSearchParams } from 'react-router'
import { api, type Problem } from '#client/index.ts'
import { FirstDetails } from '#journey/throughout/people/web/patient/index.ts'
import type { PersonDetails } from '#journey/throughout/people/contract.ts'
import { Bones, Button, ErrorState, Page } from '#ui/index.ts'
import type { SessionState } from '../../contract.ts'
import { nextPage } from '../next-page.ts'
import { CodeForm } from './code-form.tsx'
import { PhoneForm } from './phone-form.tsx'

const sessionKey = ['access', 'session'] as const

/** 登录: a phone, a code, and the first time who you are. Where somebody stands is the server's word, so a reload loses nothing. */
export function Component() {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const [search] = useSearchParams()
  const [phone, setPhone] = useState('')
  const [isAsked, setAsked] = useState(false)
  const session = useQuery({ queryKey: sessionKey, queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }) })
  const goOn = async (state: SessionState) => {
    // What was read as nobody is not what this person sees.
    if (state.stage === 'full') client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'access' })
    client.setQueryData(sessionKey, state)
  }
  if (session.isPending) return <Page title={t('sign-in')} back="/"><Bones cards={[3]} /></Page>
  if (session.isError) return <Page title={t('sign-in')} back="/"><ErrorState problem={session.error} onRetry={() => void session.refetch()} /></Page>
  if (session.data.stage === 'full') return <Navigate to={nextPage(search)} replace />
  if (session.data.stage === 'details') return <WhoYouAre onDone={goOn} />
  return (
    <Page title={t('sign-in')} back="/">
      {isAsked
        ? <CodeForm phone={phone} demo={session.data.demo} onDone={goOn} onOtherPhone={() => setAsked(false)} />
        : <PhoneForm phone={phone} onPhone={setPhone} demo={session.data.demo} onAsked={() => setAsked(true)} />}
    </Page>
  )
}

function WhoYouAre({ onDone }: { onDone: (state: SessionState) => Promise<void> }) {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const complete = useMutation<SessionState, Problem, PersonDetails>({
    mutationFn: (details) => api.post<SessionState>('/api/access/details', { body: details, anonymous: true }),
    onSuccess: onDone,
  })
  const leave = useMutation<void, Problem>({
    mutationFn: () => api.delete('/api/access/session', { anonymous: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  })
  return (
    <Page title={t('details.title')} back="/">
      <p className="muted">{t('details.lead')}</p>
      <Suspense fallback={<Bones cards={[4]} />}>
        <FirstDetails busy={complete.isPending} problem={complete.error} onSubmit={(details) => complete.mutate(details)} />
      </Suspense>
      <Button kind="quiet" block busy={leave.isPending} onPress={() => leave.mutate()}>{t('details.other-phone')}</Button>
    </Page>
  )
}
