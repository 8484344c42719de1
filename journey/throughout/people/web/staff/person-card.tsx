import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Buttons, Card, ErrorState, Pairs, Tag } from '#ui/index.ts'
import type { FoundPerson, PersonProfile, RegisteredPerson } from '../../contract.ts'
import { useCalendarDay } from '../calendar-day.ts'

/** One person at the desk: masked until they are registered here, in full afterwards. */
export function PersonCard({ found, registered, mergeWith }: { found?: FoundPerson; registered?: RegisteredPerson; mergeWith: string | null }) {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  const register = useMutation<RegisteredPerson, Problem, string>({
    mutationFn: (personId) => api.post<RegisteredPerson>(`/api/people/persons/${personId}/registrations`),
  })
  const done = registered ?? register.data
  if (done) return <Known personId={done.personId} hospitalNumber={done.hospitalNumber} isNew mergeWith={mergeWith} />
  if (!found) return null
  if (found.hospitalNumber !== null) return <Known personId={found.personId} hospitalNumber={found.hospitalNumber} mergeWith={mergeWith} />
  return (
    <Card label={found.nameMasked}>
      <div className="stack">
        <h2>{found.nameMasked}</h2>
        <Pairs pairs={[{ label: t('sex.label'), value: t(`sex.${found.sex}`) }, { label: t('birth-date'), value: calendarDay(found.birthDate) }]} />
        <p className="muted">{t('desk.new-here')}</p>
        {register.isError && <Alert tone="danger">{register.error.title}</Alert>}
        <Buttons><Button kind="primary" busy={register.isPending} onPress={() => register.mutate(found.personId)}>{t('desk.register')}</Button></Buttons>
      </div>
    </Card>
  )
}

function Known({ personId, hospitalNumber, isNew, mergeWith }: { personId: string; hospitalNumber: string; isNew?: boolean; mergeWith: string | null }) {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  const read = useQuery({ queryKey: ['people', 'person', personId], queryFn: () => api.get<PersonProfile>(`/api/people/persons/${personId}`) })
  if (read.isPending) return <Bones cards={[4]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const person = read.data
  const mergeLink = mergeWith !== null && mergeWith !== personId ? `/merges?remains=${mergeWith}&joins=${personId}` : `/people?merge=${personId}`
  return (
    <>
      {isNew && <Alert tone="success" title={t('desk.registered')}>{t('desk.known', { number: hospitalNumber })}</Alert>}
      <Card label={person.name}>
        <div className="stack">
          <div className="row row--between"><h2>{person.name}</h2><Tag tone={person.verified ? 'success' : 'warning'} icon={person.verified ? 'check' : 'alert'}>{t(person.verified ? 'desk.verified' : 'desk.unverified')}</Tag></div>
          <Pairs pairs={[
            { label: t('desk.number'), value: hospitalNumber },
            { label: t('sex.label'), value: t(`sex.${person.sex}`) },
            { label: t('birth-date'), value: `${calendarDay(person.birthDate)} · ${t('age', { count: person.age })}` },
            { label: t('phone'), value: person.phoneMasked || t('merge.none') },
            { label: t('insurance.label'), value: t(`insurance.${person.insuranceKind}`) },
            ...person.documents.map((document) => ({ label: t(`kind.${document.kind}`), value: document.numberMasked })),
          ]} />
          <Buttons><Button kind="quiet" icon="swap" href={mergeLink}>{t('desk.merge-this')}</Button></Buttons>
        </div>
      </Card>
    </>
  )
}
