import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Figure, Pairs, useFormat } from '#ui/index.ts'
import type { KioskTicket } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Devices } from './devices.ts'
import { PrintState } from './print-state.tsx'
import type { AtKiosk } from './session.ts'
import { usePrint } from './use-print.ts'

/** The ticket on the screen is what matters of the ticket on the paper: number, where, when, how one walks. The paper comes out by itself. */
export function TicketView({ at, devices, ticket, more }: { at: AtKiosk; devices: Devices; ticket: KioskTicket; more?: ReactNode }) {
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
  const where = names.of({ name: [ticket.building, ticket.floor, ticket.zone].filter(Boolean).join(' '), nameEn: ticket.placeEn })
  const wait = ticket.fromMinutes === null || ticket.toMinutes === null ? t('ticket.wait-unknown') : format.minuteRange(ticket.fromMinutes, ticket.toMinutes)
  return (
    <>
      <Card label={t('ticket.title')}>
        <div className="kiosk-ticket">
          <Figure size="l" value={ticket.label} />
          <p><b>{names.of(ticket.department)}</b> {ticket.practitioner && names.of(ticket.practitioner)}<br />{ticket.nameMasked}</p>
        </div>
        <Pairs
          pairs={[
            { label: t('ticket.where'), value: `${where} ${names.room(ticket.room)}` },
            { label: t('ticket.due'), value: format.timeRange(ticket.startsAt, ticket.endsAt) },
            ...(ticket.ahead === null ? [] : [{ label: t('ticket.ahead'), value: t('ticket.people', { count: ticket.ahead }) }]),
            { label: t('ticket.wait'), value: wait },
          ]}
        />
      </Card>
      {ticket.way && <WayOnScreen way={ticket.way} />}
      <PrintState devices={devices} printing={printing} wanted={{ kind: 'ticket', visitId: ticket.visitId }} more={more} />
    </>
  )
}

/** So many turns fit above the buttons; the paper has them all. */
const TURNS_SHOWN = 4

/** How one walks there: the floor, the minutes, each turn in words. */
function WayOnScreen({ way }: { way: NonNullable<KioskTicket['way']> }) {
  const { t, i18n } = useTranslation('kiosk')
  const isEnglish = i18n.language === 'en'
  const said = way.turns.map(({ text, textEn }) => (isEnglish ? textEn : text))
  // The arrival is always told: which door, on which side.
  const shown = said.length > TURNS_SHOWN ? [...said.slice(0, TURNS_SHOWN - 1), said.at(-1)!] : said
  return (
    <Card label={t('way.title')}>
      <h2>{t(way.fromMachine ? 'way.from-machine' : 'way.from-entrance', { floor: way.floor, count: way.minutes })}</h2>
      <ol className="kiosk-turns">{shown.map((turn, i) => <li key={i} value={said.indexOf(turn) + 1}>{turn}</li>)}</ol>
      {said.length > shown.length && <p className="muted">{t('way.on-paper')}</p>}
    </Card>
  )
}
