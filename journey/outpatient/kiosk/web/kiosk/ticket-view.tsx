import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Figure, Pairs, useFormat } from '#ui/index.ts'
import type { KioskTicket } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Devices } from './devices.ts'
import { PrintState } from './print-state.tsx'
import type { AtKiosk } from './session.ts'
import { usePrint } from './use-print.ts'

/** The ticket on the screen is the ticket on the paper: number, where, when. It comes out by itself. */
export function TicketView({ at, devices, ticket }: { at: AtKiosk; devices: Devices; ticket: KioskTicket }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const printing = usePrint(at, devices)
  const { print } = printing
  const asked = useRef('')
  useEffect(() => {
    if (!devices.canPrint || asked.current === ticket.visitId) return
    asked.current = ticket.visitId
    print({ kind: 'ticket', visitId: ticket.visitId })
  }, [devices.canPrint, ticket.visitId, print])
  const where = [ticket.building, ticket.floor, ticket.zone].filter(Boolean).join(' ')
  const wait = ticket.fromMinutes === null || ticket.toMinutes === null ? t('ticket.wait-unknown') : format.minuteRange(ticket.fromMinutes, ticket.toMinutes)
  return (
    <>
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
        <p className="small muted">{t('ticket.foot')}</p>
      </Card>
      <PrintState devices={devices} printing={printing} wanted={{ kind: 'ticket', visitId: ticket.visitId }} />
    </>
  )
}
