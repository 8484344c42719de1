import { useTranslation } from 'react-i18next'
import { Button, Card, Figure, Pairs, useFormat } from '#ui/index.ts'
import type { KioskTicket } from '../../contract.ts'
import { useNames } from '../names.ts'

/** The ticket on the screen is the ticket on the paper: number, where, when. The paper carries no full name. */
export function TicketView({ ticket }: { ticket: KioskTicket }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  const where = [ticket.building, ticket.floor, ticket.zone].filter(Boolean).join(' ')
  const wait = ticket.fromMinutes === null || ticket.toMinutes === null ? t('ticket.wait-unknown') : format.minuteRange(ticket.fromMinutes, ticket.toMinutes)
  return (
    <>
      <div className="arrival-ticket">
        <Card label={t('ticket.title')}>
          <p className="muted">{ticket.institutionName}</p>
          <Figure size="l" value={ticket.label} />
          <p><b>{names.of(ticket.department)}</b> {ticket.practitioner && names.of(ticket.practitioner)}</p>
          <Pairs
            pairs={[
              { label: t('ticket.name'), value: ticket.nameMasked },
              { label: t('ticket.where'), value: `${where} ${names.room(ticket.room)}` },
              { label: t('ticket.due'), value: format.timeRange(ticket.startsAt, ticket.endsAt) },
              ...(ticket.ahead === null ? [] : [{ label: t('ticket.ahead'), value: t('ticket.people', { count: ticket.ahead }) }]),
              { label: t('ticket.wait'), value: wait },
              { label: t('ticket.at'), value: format.dayTime(ticket.checkedInAt) },
            ]}
          />
          <p className="small muted">{t('board.foot')}</p>
        </Card>
      </div>
      <Button kind="primary" block icon="print" onPress={() => print()}>{t('ticket.print')}</Button>
    </>
  )
}
