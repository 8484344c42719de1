import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ErrorState, Page, SuccessState, TextField } from '#ui/index.ts'
import type { FamilyMemberAdded, Family } from '../../contract.ts'
import { familyKey, useFamily } from './family-data.ts'

/** We asked somebody; their code, read out to the reader, is their yes. They may also answer in their own account. */
export function Component() {
  const { t } = useTranslation('people')
  const { requestId } = useParams()
  const read = useFamily()
  if (read.isPending) return <Page title={t('asked.title')} back="/family"><Bones cards={[3]} /></Page>
  if (read.isError) return <Page title={t('asked.title')} back="/family"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  const request = read.data.asked.find((one) => one.requestId === requestId)
  if (!request) {
    return <Page title={t('asked.title')} back="/family"><SuccessState title={t('answered.title')} actions={<Button kind="primary" href="/family">{t('family')}</Button>}>{t('answered.body')}</SuccessState></Page>
  }
  return <EnterCode requestId={request.requestId} name={request.nameMasked} />
}

function EnterCode({ requestId, name }: { requestId: string; name: string }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const accept = useMutation<FamilyMemberAdded, Problem, string>({
    mutationFn: (digits) => api.post<FamilyMemberAdded>(`/api/people/family/requests/${requestId}/code`, { body: { code: digits } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: familyKey })
      void navigate('/family', { replace: true })
    },
    onError: () => setCode(''),
  })
  const again = useMutation<void, Problem>({ mutationFn: () => api.post(`/api/people/family/requests/${requestId}/new-code`) })
  const withdraw = useMutation<Family, Problem>({
    mutationFn: () => api.delete<Family>(`/api/people/family/requests/${requestId}`),
    onSuccess: (family) => {
      client.setQueryData(familyKey, family)
      void navigate('/family', { replace: true })
    },
  })
  const enter = (value: string) => {
    const digits = value.replace(/\D/g, '').slice(0, 6)
    setCode(digits)
    if (digits.length === 6 && !accept.isPending) accept.mutate(digits)
  }
  return (
    <Page title={t('asked.one', { name })} back="/family">
      <p className="muted">{t('asked.how', { name })}</p>
      <Card>
        <div className="stack">
          <TextField label={t('their-code')} hint={t('their-code-hint')} error={accept.isError ? accept.error.title : undefined} inputMode="numeric" autoComplete="off" maxLength={12} value={code} onChange={enter} />
          <Button kind="primary" block disabled={code.length !== 6} busy={accept.isPending} onPress={() => accept.mutate(code)}>{t('they-agree')}</Button>
        </div>
      </Card>
      {again.isSuccess && <Alert tone="success">{t('sent-again')}</Alert>}
      {again.isError && <Alert tone="warning">{t('not-sent-again')}</Alert>}
      <Button kind="soft" block busy={again.isPending} onPress={() => again.mutate()}>{t('send-again')}</Button>
      <Button kind="quiet" block busy={withdraw.isPending} onPress={() => withdraw.mutate()}>{t('withdraw')}</Button>
      {withdraw.isError && <Alert tone="danger">{withdraw.error.title}</Alert>}
    </Page>
  )
}
