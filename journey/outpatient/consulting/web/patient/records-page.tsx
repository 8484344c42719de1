import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Anchor, Bones, Button, EmptyState, ErrorState, FamilySwitch, initialOf, Page, Sep, useFormat, useWhose } from '#ui/index.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import type { PastVisit } from '../../contract.ts'
import './records.css'

/** Every visit with a signed note, newest first, of the person chosen. */
export function Component() {
  const { t } = useTranslation('consulting')
  const [chosen, setChosen] = useWhose()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
  const people = family.data?.members.filter((member) => member.scope.includes('follow') || member.kind === 'self') ?? []
  const personId = (people.find((person) => person.personId === chosen) ?? people[0])?.personId
  return (
    <Page title={t('records.title')}>
      {family.isError && <ErrorState problem={family.error} onRetry={() => void family.refetch()} />}
      {family.isPending && <Bones />}
      {people.length > 1 && personId && (
        <FamilySwitch label={t('records.whose')} selected={personId} onSelect={setChosen} people={people.map((person) => ({ id: person.personId, name: person.name, initial: initialOf(person.name) }))} />
      )}
      {personId && <Records key={personId} personId={personId} />}
    </Page>
  )
}

function Records({ personId }: { personId: string }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const read = useQuery({ queryKey: ['consulting', 'records', personId], queryFn: () => api.get<PastVisit[]>('/api/consulting/records', { query: { personId } }) })
  if (read.isPending) return <Bones />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (read.data.length === 0) return <EmptyState title={t('records.empty')} actions={<Button kind="soft" href="/doctors">{t('records.find')}</Button>}>{t('records.empty-body')}</EmptyState>
  const isEnglish = i18n.language === 'en'
  return (
    <ol className="consulting-line">
      {read.data.map((visit) => (
        <li key={visit.visitId}>
          <p className="consulting-line__head"><span>{format.day(visit.startedAt)}<Sep />{(isEnglish && visit.institutionNameEn) || visit.institutionName}</span><span>{t('records.visit')}</span></p>
          <Anchor className="card" href={`/records/${visit.institutionId}/${visit.visitId}`}>
            <h2>{(isEnglish && visit.mainDiagnosisEn) || visit.mainDiagnosis || visit.complaint}</h2>
            <p className="small muted">{(isEnglish && visit.departmentNameEn) || visit.departmentName}<Sep />{t('records.doctor', { name: (isEnglish && visit.practitionerNameEn) || visit.practitionerName })}</p>
            {visit.advice && <p className="consulting-line__advice">{visit.advice}</p>}
          </Anchor>
        </li>
      ))}
    </ol>
  )
}
