import { useTranslation } from 'react-i18next'
import { Alert, Button, Card, EmptyState, Figure, Tag, useFormat } from '#ui/index.ts'
import type { KioskPerson, KioskTicket } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useCheckIn, type AtKiosk } from './session.ts'

/** What this person is here for today, each with one large button. */
export function PersonView({ at, person, onTicket }: { at: AtKiosk; person: KioskPerson; onTicket: (ticket: KioskTicket) => void }) {
  const { t } = useTranslation('kiosk')
  const checkIn = useCheckIn(at)
  return (
    <>
      {checkIn.isError && <Alert tone="warning" title={checkIn.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>}
      {person.visits.length === 0 && <EmptyState title={t('kiosk.nothing')}>{t('kiosk.nothing-note')}</EmptyState>}
      {person.visits.map((visit) => <Visit key={visit.visitId} visit={visit} isBusy={checkIn.isPending} onPress={() => checkIn.mutate(visit.visitId, { onSuccess: onTicket })} />)}
    </>
  )
}

function Visit({ visit, isBusy, onPress }: { visit: KioskPerson['visits'][number]; isBusy: boolean; onPress: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const canPrint = visit.state === 'open' || visit.state === 'done'
  return (
    <Card>
      <div className="kiosk-visit">
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
