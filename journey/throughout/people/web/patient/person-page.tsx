import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ErrorState, List, ListItem, Page, Pairs, Section, Select, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import { checkDocument, DocumentKind, documentKinds, type PersonProfile, type RealNameState } from '../../contract.ts'
import { useCalendarDay } from '../calendar-day.ts'
import { today } from '../details-fields.tsx'
import { useFamily } from './family-data.ts'

/** 我的资料: who I am here, my documents and cards, my numbers in the hospitals. */
export function Component() {
  const { t } = useTranslation('people')
  const family = useFamily()
  const self = family.data?.members[0]?.personId
  const read = useQuery({ queryKey: ['people', 'person', self], queryFn: () => api.get<PersonProfile>(`/api/people/persons/${self ?? ''}`), enabled: self !== undefined })
  if (family.isError) return <Page title={t('profile.title')} back="/me"><ErrorState problem={family.error} onRetry={() => void family.refetch()} /></Page>
  if (read.isError) return <Page title={t('profile.title')} back="/me"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  if (!read.data) return <Page title={t('profile.title')} back="/me"><Bones cards={[5, 3]} /></Page>
  return <Page title={t('profile.title')} back="/me"><Profile profile={read.data} /></Page>
}

function Profile({ profile }: { profile: PersonProfile }) {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <Card>
        <Pairs pairs={[
          { label: t('name.label'), value: profile.name },
          { label: t('sex.label'), value: t(`sex.${profile.sex}`) },
          { label: t('birth-date'), value: `${calendarDay(profile.birthDate)} · ${t('age', { count: profile.age })}` },
          { label: t('phone'), value: profile.phoneMasked },
          { label: t('insurance.label'), value: t(`insurance.${profile.insuranceKind}`) },
        ]} />
      </Card>
      <RealName profile={profile} />
      <Section title={t('profile.documents')} aside={<Button kind="quiet" small icon="plus" onPress={() => setAdding(true)}>{t('profile.add')}</Button>}>
        <List>{profile.documents.map((document) => <ListItem key={document.kind + document.numberMasked} icon="id" title={t(`kind.${document.kind}`)} note={document.numberMasked} />)}</List>
      </Section>
      {profile.hospitalNumbers.length > 0 && <HospitalNumbers numbers={profile.hospitalNumbers} />}
      {adding && <AddCard personId={profile.personId} onClose={() => setAdding(false)} />}
    </>
  )
}

function RealName({ profile }: { profile: PersonProfile }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const ask = useMutation<RealNameState, Problem>({
    mutationFn: () => api.post<RealNameState>(`/api/people/persons/${profile.personId}/real-name-checks`),
    onSettled: () => client.invalidateQueries({ queryKey: ['people', 'person'] }),
  })
  if (profile.verified) return <p><Tag tone="success" icon="check">{t('real-name.same')}</Tag></p>
  const state = profile.realName?.result === 'different' ? 'different' : 'unknown'
  return (
    <Alert tone="warning" title={t(`real-name.${state}`)} action={<Button small kind="soft" busy={ask.isPending} onPress={() => ask.mutate()}>{t('real-name.again')}</Button>}>
      {ask.isError ? ask.error.title : t(`real-name.${state}-note`)}
    </Alert>
  )
}

function HospitalNumbers({ numbers }: { numbers: PersonProfile['hospitalNumbers'] }) {
  const { t } = useTranslation('people')
  const format = useFormat()
  const hospitals = useQuery({ queryKey: ['directory', 'institutions'], queryFn: () => api.get<{ institutionId: number; name: string; nameEn: string }[]>('/api/directory/institutions', { query: { limit: 500 } }), staleTime: 600_000 })
  const nameOf = (institutionId: number) => {
    const known = hospitals.data?.find((one) => one.institutionId === institutionId)
    return known ? format.name(known.name, known.nameEn) : t('profile.hospital', { id: institutionId })
  }
  return (
    <Section title={t('profile.numbers')}>
      <List>{numbers.map((one) => <ListItem key={`${one.institutionId}-${one.number}`} icon="building" title={nameOf(one.institutionId)} note={t('profile.number', { number: one.number })} />)}</List>
    </Section>
  )
}

function AddCard({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const [kind, setKind] = useState<DocumentKind>('insurance-code')
  const [number, setNumber] = useState('')
  const checked = checkDocument(kind, number, today())
  const add = useMutation<PersonProfile, Problem>({
    mutationFn: () => api.post<PersonProfile>(`/api/people/persons/${personId}/documents`, { body: { kind, number } }),
    onSuccess: (profile) => {
      client.setQueryData(['people', 'person', personId], profile)
      onClose()
    },
  })
  return (
    <Sheet title={t('profile.add')} onClose={onClose}>
      <Select label={t('document')} value={kind} options={documentKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))} onChange={(value) => { setKind(DocumentKind.parse(value)); setNumber('') }} />
      <TextField label={t('number')} hint={t(`number-hint.${kind}`)} error={add.isError ? add.error.title : undefined} value={number} onChange={setNumber} autoComplete="off" maxLength={40} />
      <Button kind="primary" block disabled={'fault' in checked} busy={add.isPending} onPress={() => add.mutate()}>{t('profile.add')}</Button>
    </Sheet>
  )
}
