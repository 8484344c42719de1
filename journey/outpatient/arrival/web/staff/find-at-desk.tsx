import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, SearchField, Tag, useFormat } from '#ui/index.ts'
import type { FindPerson } from '#journey/throughout/people/contract.ts'
import type { DeskFound, ZoneNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import { readShown } from './read-shown.ts'
import { WalkInSheet } from './walk-in-sheet.tsx'
import { useDeskActs } from './zone-data.ts'
import type { DeskActs } from './zone-data.ts'

type Found = DeskFound['persons'][number]

/** Somebody steps up and shows or says something: found, checked in, or registered on site. */
export function FindAtDesk({ zone, zoneId }: { zone: ZoneNow | undefined; zoneId: string }) {
  const { t } = useTranslation('arrival')
  const [shown, setShown] = useState('')
  const acts = useDeskActs(zoneId)
  const find = useMutation({ mutationFn: (body: FindPerson) => api.post<DeskFound>('/api/arrival/desk/find', { body }) })
  const [registering, setRegistering] = useState<Found>()
  const submit = () => {
    const asked = readShown(shown)
    if (asked) find.mutate(asked)
  }
  const again = () => { if (find.variables) find.mutate(find.variables) }
  const fault = find.error ?? acts.checkIn.error
  return (
    <section className="stack">
      <h2 className="arrival-side">{t('desk.find')}</h2>
      <SearchField label={t('desk.find-label')} placeholder={t('desk.find-label')} value={shown} onChange={setShown} onSubmit={submit} />
      {fault && <Alert tone="warning">{fault.title || t('offline')}</Alert>}
      {acts.checkIn.data && <Alert tone="success" title={acts.checkIn.data.label}>{t(acts.checkIn.data.already ? 'desk.already' : 'desk.checked-in')}</Alert>}
      {acts.walkIn.data && <Alert tone="success" title={acts.walkIn.data.label}>{t('desk.checked-in')}</Alert>}
      {find.data?.persons.length === 0 && <Alert tone="info" title={t('desk.not-found')}>{t('desk.not-found-note')}</Alert>}
      {find.data?.persons.map((person) => <Person key={person.personId} person={person} acts={acts} onDone={again} onRegister={() => setRegistering(person)} />)}
      {registering && zone && <WalkInSheet person={registering} zone={zone} walkIn={acts.walkIn} onClose={() => { setRegistering(undefined); again() }} />}
    </section>
  )
}

function Person({ person, acts, onDone, onRegister }: { person: Found; acts: DeskActs; onDone: () => void; onRegister: () => void }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  return (
    <article className="card stack">
      <p><b>{person.nameMasked}</b> <span className="muted">{t(`sex.${person.sex}`)} {person.birthDate}</span></p>
      {person.visits.length === 0 && <p className="small muted">{t('desk.nothing-today')}</p>}
      {person.visits.map((visit) => (
        <div key={visit.visitId} className="row row--between">
          <span className="small">{format.timeRange(visit.startsAt, visit.endsAt)} {names.of(visit.department)} {visit.practitioner && names.of(visit.practitioner)}</span>
          {visit.label !== null ? <Tag tone="success" icon="check">{visit.label}</Tag> : visit.state === 'closed' || visit.state === 'not-today' ? <Tag>{t(`check-in-state.${visit.state}`)}</Tag>
            : <Button small kind="primary" busy={acts.checkIn.isPending} onPress={() => acts.checkIn.mutate(visit.visitId, { onSuccess: onDone })}>{t('staff.check-in')}</Button>}
        </div>
      ))}
      <Button small onPress={onRegister}>{t('desk.register')}</Button>
    </article>
  )
}
