import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Buttons, Card, ConfirmDialog, EmptyState, ErrorState, Page, Pairs } from '#ui/index.ts'
import type { Family } from '../../contract.ts'
import { useCalendarDay } from '../calendar-day.ts'
import { useRelationWords } from '../relation-words.ts'
import { familyKey, useFamily } from './family-data.ts'

/** One member of the family: what I may do for them, until when, and ending it. */
export function Component() {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  const words = useRelationWords()
  const { personId } = useParams()
  const read = useFamily()
  if (read.isPending) return <Page title={t('family')} back="/family"><Bones cards={[4]} /></Page>
  if (read.isError) return <Page title={t('family')} back="/family"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  const member = read.data.members.find((one) => one.personId === personId)
  const self = read.data.members[0]?.personId ?? ''
  if (!member || member.kind === 'self') return <Page title={t('family')} back="/family"><EmptyState title={t('gone')} actions={<Button href="/family">{t('family')}</Button>} /></Page>
  return (
    <Page title={member.name} back="/family">
      <Card>
        <Pairs pairs={[
          { label: t('member.relation'), value: words.they(member) },
          { label: t('member.age'), value: t('age', { count: member.age }) },
          { label: t('member.scope'), value: words.scope(member.scope) },
          { label: t('member.since'), value: member.since === null ? '' : calendarDay(member.since) },
          { label: t('member.until'), value: words.until(member.expiresAt) },
        ]} />
      </Card>
      {member.kind === 'guardian' && <p className="small muted">{t('member.guardian-note')}</p>}
      <Buttons><Button kind="soft" icon="qr" href={`/code?person=${member.personId}`}>{t('code.theirs')}</Button></Buttons>
      <EndRelation personId={member.personId} proxyId={self} name={member.name} words="end" />
    </Page>
  )
}

/** Ends a relation, from whichever side. It is hard to take back (they would have to agree again), so it asks once. */
export function EndRelation({ personId, proxyId, name, words }: { personId: string; proxyId: string; name: string; words: 'end' | 'end-proxy' }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const end = useMutation<Family, Problem>({
    mutationFn: () => api.post<Family>('/api/people/family/end', { body: { personId, proxyId } }),
    onSuccess: (family) => {
      client.setQueryData(familyKey, family)
      void navigate('/family', { replace: true })
    },
  })
  return (
    <>
      <Button kind="danger-line" block onPress={() => setAsking(true)}>{t(`${words}.act`)}</Button>
      {asking && (
        <ConfirmDialog
          title={t(`${words}.title`, { name })} confirm={t(`${words}.act`)} keep={t('end.keep')} busy={end.isPending}
          error={end.isError && <Alert tone="danger">{end.error.title}</Alert>} onConfirm={() => end.mutate()} onKeep={() => setAsking(false)}
        >
          <p>{t(`${words}.body`)}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
