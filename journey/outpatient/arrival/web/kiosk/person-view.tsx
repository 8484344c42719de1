import type { UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import { Alert, Button, Card, EmptyState, Figure, Tag, useFormat } from '#ui/index.ts'
import type { KioskPerson, KioskTicket } from '../../contract.ts'
import { useNames } from '../names.ts'

type CheckIn = UseMutationResult<KioskTicket, Problem, { session: string; visitId: string }>

/** What this person is here for today, each with one large button. Several people share a phone: each stands by name. */
export function PersonView({ persons, checkIn, onTicket }: { persons: KioskPerson[]; checkIn: CheckIn; onTicket: (ticket: KioskTicket) => void }) {
  const { t } = useTranslation('arrival')
  return (
    <>
      {checkIn.isError && <Alert tone="warning" title={checkIn.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>}
      {persons.map((person) => (
        <section key={person.session} className="stack" aria-label={person.nameMasked}>
          {persons.length > 1 && <h2>{person.nameMasked}</h2>}
          {person.visits.length === 0 && <EmptyState title={t('kiosk.nothing')}>{t('kiosk.nothing-note')}</EmptyState>}
          {person.visits.map((visit) => <Visit key={visit.visitId} visit={visit} isBusy={checkIn.isPending} onPress={() => checkIn.mutate({ session: person.session, visitId: visit.visitId }, { onSuccess: onTicket })} />)}
        </section>
      ))}
    </>
  )
}

function Visit({ visit, isBusy, onPress }: { visit: KioskPerson['visits'][number]; isBusy: boolean; onPress: () => void }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  const canPrint = visit.state === 'open' || visit.state === 'done'
  return (
    <Card>
      <div className="arrival-visit">
      <Figure value={format.timeRange(visit.startsAt, visit.endsAt)} />
      <p>{names.of(visit.department)} {visit.practitioner && names.of(visit.practitioner)} {names.room(visit.room)}</p>
      {visit.label && <p><Tag tone="success" icon="check">{t('kiosk.checked-in', { label: visit.label })}</Tag></p>}
      {canPrint
        ? <Button kind="primary" block icon={visit.state === 'done' ? 'print' : 'check'} busy={isBusy} onPress={onPress}>{t(visit.state === 'done' ? 'kiosk.print-again' : 'kiosk.check-in')}</Button>
        : <p className="muted">{t(`kiosk.state-${visit.state}`, { time: format.time(visit.opensAt) })}</p>}
      </div>
    </Card>
  )
}
