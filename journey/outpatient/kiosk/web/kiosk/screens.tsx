import { useTranslation } from 'react-i18next'
import { Button, KioskIdentify, KioskTile, KioskTiles, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import type { KioskHere, KioskPerson } from '../../contract.ts'
import { Alone, HomeAlone } from './away-screens.tsx'
import { Booked, ConfirmBooking, Departments, Doctors, Times } from './book.tsx'
import { CashIn } from './cash-in.tsx'
import { Enter } from './enter.tsx'
import { Frame } from './frame.tsx'
import { NewNumbers } from './new-numbers.tsx'
import { PayAtKiosk } from './pay-at-kiosk.tsx'
import { PersonView } from './person-view.tsx'
import { NoPaper } from './print-state.tsx'
import { PrintView } from './print-view.tsx'
import { Prices, QueryView } from './query-view.tsx'
import { type Purpose, type Screen, screenFor } from './screen.ts'
import type { ScreensProps } from './screens-props.ts'
import { TicketView } from './ticket-view.tsx'
import { FOR_BALANCE, ToppedUp, TopUp } from './top-up.tsx'
import { STEPS, WAYS, WAYS_ALONE } from './ways.ts'

const DOORS: readonly { purpose: Exclude<Purpose, 'check-in' | 'walk-in'>; icon: IconName }[] = [
  { purpose: 'book', icon: 'calendar' }, { purpose: 'pay', icon: 'receipt' }, { purpose: 'print', icon: 'print' }, { purpose: 'query', icon: 'search' }, { purpose: 'top-up', icon: 'wallet' },
]

/** Which screen it is now. */
export function Screens(props: ScreensProps) {
  switch (props.screen.at) {
    case 'home':
      return <Home {...props} />
    case 'choose':
    case 'enter':
    case 'who':
      return <WhoAreYou {...props} screen={props.screen} />
    case 'ask':
    case 'prices':
    case 'departments':
      return <Open {...props} screen={props.screen} />
    case 'away':
    case 'away-department':
    case 'away-confirm':
    case 'away-taken':
      return <Alone {...props} screen={props.screen} />
    default:
      return props.person ? <ForPerson {...props} person={props.person} screen={props.screen} /> : <Home {...props} />
  }
}

function Home({ frame, go, at, devices, isOnline, waiting }: ScreensProps) {
  const { t } = useTranslation('kiosk')
  if (!isOnline) return <HomeAlone frame={frame} go={go} waiting={waiting} />
  return (
    <Frame {...frame} step="home" title={t('kiosk.hello')} lead={<NewNumbers pass={at.pass} otherwise={t('kiosk.lead')} />}>
      <NoPaper devices={devices} />
      <KioskIdentify title={t('kiosk.booked')} lead={t('kiosk.recognised')} ways={WAYS.map(({ way, icon }) => ({ key: way, icon, label: t(`kiosk.way-${way}`), onPress: () => go({ at: 'enter', purpose: 'check-in', way }) }))} />
      <KioskTiles label={t('kiosk.services')}>
        {DOORS.map(({ purpose, icon }) => <KioskTile key={purpose} icon={icon} title={t(`kiosk.${purpose}`)} hint={t(devices.notesAt !== undefined && (purpose === 'pay' || purpose === 'top-up') ? `kiosk.${purpose}-hint-cash` : `kiosk.${purpose}-hint`)} onPress={() => go({ at: 'choose', purpose })} />)}
        <KioskTile icon="building" title={t('kiosk.prices')} hint={t('kiosk.prices-hint')} onPress={() => go({ at: 'ask' })} />
      </KioskTiles>
    </Frame>
  )
}

function WhoAreYou({ screen, ...props }: ScreensProps & { screen: Extract<Screen, { at: 'choose' | 'enter' | 'who' }> }) {
  const { t } = useTranslation('kiosk')
  const { frame, go, identify, onShown, devices, setPerson, isOnline } = props
  const ways = isOnline ? WAYS : WAYS_ALONE
  const common = { ...frame, step: 'identify', way: STEPS[screen.purpose], at: 'identify' } as const
  if (screen.at === 'choose') {
    return (
      <Frame {...common} title={t('kiosk.who')} lead={t(isOnline ? 'kiosk.show' : 'away.documents')}>
        <KioskIdentify title={t(`kiosk.${screen.purpose}`)} lead={t('kiosk.reader')} ways={ways.map(({ way, icon }) => ({ key: way, icon, label: t(`kiosk.way-${way}`), onPress: () => go({ at: 'enter', purpose: screen.purpose, way }) }))} />
      </Frame>
    )
  }
  if (screen.at === 'enter') {
    return (
      <Frame {...common} title={t(`kiosk.way-${screen.way}`)} lead={t(`kiosk.way-${screen.way}-note`)}>
        <Enter way={screen.way} problem={identify.error} isBusy={identify.isPending} devices={devices.state} onShown={(shown) => onShown(shown, screen.purpose)} />
      </Frame>
    )
  }
  return (
    <Frame {...common} title={t('kiosk.hello-several')} lead={t('kiosk.choose-person')}>
      {screen.persons.map((person) => <Button key={person.session} block onPress={() => { setPerson(person); go(screenFor(screen.purpose)) }}>{person.nameMasked}</Button>)}
    </Frame>
  )
}

/** Open to everybody: prices, and where departments are. */
function Open({ screen, frame, go, at, here }: ScreensProps & { screen: Extract<Screen, { at: 'ask' | 'prices' | 'departments' }> }) {
  const { t } = useTranslation('kiosk')
  const common = { ...frame, step: 'query' } as const
  if (screen.at === 'prices') return <Frame {...common} title={t('prices.prices')} lead={t('prices.note')}><Prices pass={at.pass} /></Frame>
  if (screen.at === 'departments') return <Frame {...common} title={t('prices.departments')} lead={t('prices.note')}>{here && <Departments here={here} />}</Frame>
  return (
    <Frame {...common} title={t('prices.title')} lead={t('prices.note')}>
      <KioskTiles label={t('prices.title')}>
        <KioskTile icon="receipt" title={t('prices.prices')} hint={t('prices.prices-hint')} onPress={() => go({ at: 'prices' })} />
        <KioskTile icon="building" title={t('prices.departments')} hint={t('prices.departments-hint')} onPress={() => go({ at: 'departments' })} />
      </KioskTiles>
    </Frame>
  )
}

type OfPerson = Exclude<Screen, { at: 'home' | 'choose' | 'enter' | 'who' | 'ask' | 'prices' | 'departments' | `away${string}` }>

function ForPerson({ screen, person, ...props }: ScreensProps & { person: KioskPerson; screen: OfPerson }) {
  const { t } = useTranslation('kiosk')
  const { frame, go, replace, at, devices, here, setBusy } = props
  const name = person.nameMasked
  switch (screen.at) {
    case 'what-now':
      return (
        <Frame {...frame} step="home" onBack={undefined} title={t('kiosk.what-now', { name })} lead={t('kiosk.what-now-note')}>
          <KioskTiles label={t('kiosk.services')}>
            <KioskTile icon="check" title={t('kiosk.check-in')} onPress={() => go({ at: 'check-in' })} />
            {DOORS.map(({ purpose, icon }) => <KioskTile key={purpose} icon={icon} title={t(`kiosk.${purpose}`)} onPress={() => go({ at: purpose })} />)}
          </KioskTiles>
        </Frame>
      )
    case 'check-in':
      return <Frame {...frame} step="visits" way={STEPS['check-in']} at="choose" title={t('kiosk.hello-name', { name })} lead={t('kiosk.today')}><NoPaper devices={devices} /><PersonView at={at} person={person} onTicket={(ticket) => go({ at: 'ticket', ticket, isNew: !ticket.already })} /></Frame>
    case 'ticket':
      return <Frame {...frame} step="ticket" onBack={undefined} onHome={undefined} way={STEPS['check-in']} at="ticket" title={t(screen.isNew ? 'kiosk.done' : 'kiosk.already')} lead={t('kiosk.done-note')}><TicketView at={at} devices={devices} ticket={screen.ticket} more={<MoreOrHome onMore={() => replace({ at: 'what-now' })} onHome={frame.onHome} />} /></Frame>
    case 'pay':
      return <Frame {...frame} step="pay" way={STEPS.pay} at="pay" title={t('kiosk.hello-name', { name })} lead={t('pay.note')}><PayAtKiosk kiosk={at} devices={devices} onBusy={setBusy} /></Frame>
    case 'top-up':
      return <TopUpScreen {...props} cents={screen.cents} broker={screen.broker} />
    case 'topped-up':
      return <Frame {...frame} step="top-up" onBack={undefined} title={t('kiosk.hello-name', { name })}><ToppedUp cents={screen.cents} onMore={() => replace({ at: 'what-now' })} /></Frame>
    case 'print':
      return <Frame {...frame} step="print" way={STEPS.print} at="choose" title={t('print.title')} lead={t('print.note')}><PrintView at={at} devices={devices} /></Frame>
    case 'query':
      return <Frame {...frame} step="query" way={STEPS.query} at="look" title={t('query.title', { name })} lead={t('query.note')}><QueryView at={at} onPay={() => go({ at: 'pay' })} /></Frame>
    default:
      return here ? <Booking {...props} here={here} person={person} screen={screen} /> : null
  }
}

function More({ onMore }: { onMore: () => void }) {
  const { t } = useTranslation('kiosk')
  return <Button block icon="grid" onPress={onMore}>{t('kiosk.more')}</Button>
}

/** In one row with the paper, so that nothing lies below the fold. */
function MoreOrHome({ onMore, onHome }: { onMore: () => void; onHome: (() => void) | undefined }) {
  const { t } = useTranslation('kiosk')
  return <><Button onPress={onMore}>{t('kiosk.more')}</Button>{onHome && <Button onPress={onHome}>{t('kiosk.end')}</Button>}</>
}

function TopUpScreen({ frame, go, at, devices, setBusy, replace, cents, broker }: Omit<ScreensProps, 'screen' | 'person'> & { cents: number | undefined; broker: string | undefined }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  if (broker !== undefined) {
    return (
      <Frame {...frame} step="top-up" way={STEPS['top-up']} at="pay" title={t('cash.top-up')} lead={t('cash.top-up-lead')}>
        <CashIn at={at} devices={devices} broker={broker} start={FOR_BALANCE} onBusy={setBusy} onBack={() => replace({ at: 'top-up' })} />
      </Frame>
    )
  }
  return (
    <Frame {...frame} step="top-up" way={STEPS['top-up']} at={cents === undefined ? 'amount' : 'pay'} title={cents === undefined ? t('top-up.title') : t('top-up.how', { amount: format.money(cents) })} lead={t('top-up.note')}>
      <TopUp at={at} devices={devices} cents={cents} onCents={(chosen) => go({ at: 'top-up', cents: chosen })} onBusy={setBusy} onCash={(at) => go({ at: 'top-up', broker: at })} onDone={(done) => replace({ at: 'topped-up', cents: done })} />
    </Frame>
  )
}

type BookingScreen = Extract<Screen, { at: 'book' | 'booking' | 'booked' }>

function Booking({ screen, frame, go, replace, at, here, person, devices }: Omit<ScreensProps, 'screen' | 'here'> & { here: KioskHere; person: KioskPerson; screen: BookingScreen }) {
  const { t } = useTranslation('kiosk')
  const common = { ...frame, step: 'book', way: STEPS.book } as const
  if (screen.at === 'book') {
    return <Frame {...common} at="department" title={t('book.department')} lead={t('book.department-note')}><Departments here={here} onChoose={(departmentId) => go({ at: 'booking', book: { at: 'doctor', departmentId } })} /></Frame>
  }
  if (screen.at === 'booked') {
    const { booked } = screen
    const { ticket } = booked
    return (
      <Frame {...common} onBack={undefined} {...(ticket ? { onHome: undefined } : {})} way={undefined} title={t(ticket ? 'book.done-now' : 'book.done')} lead={ticket ? t('kiosk.done-note') : undefined}>
        {ticket
          ? <><TicketView at={at} devices={devices} ticket={ticket} more={<MoreOrHome onMore={() => replace({ at: 'what-now' })} onHome={frame.onHome} />} /><Button kind="primary" block icon="receipt" onPress={() => replace({ at: 'pay' })}>{t('book.pay-next')}</Button></>
          : <><Booked booked={booked} onPay={() => replace({ at: 'pay' })} /><More onMore={() => replace({ at: 'what-now' })} /></>}
      </Frame>
    )
  }
  const { book } = screen
  if (book.at === 'doctor') {
    return <Frame {...common} at="doctor" title={t('book.doctor')} lead={t('book.doctor-note')}><Doctors here={here} departmentId={book.departmentId} onChoose={(opening) => go({ at: 'booking', book: { at: 'time', opening } })} /></Frame>
  }
  if (book.at === 'time') {
    return <Frame {...common} at="time" title={t('book.time')} lead={t('book.time-note')}><Times here={here} opening={book.opening} onChoose={(period) => go({ at: 'booking', book: { at: 'confirm', opening: book.opening, period } })} /></Frame>
  }
  return (
    <Frame {...common} at="confirm" title={t('book.confirm')} lead={t('book.confirm-note')}>
      <ConfirmBooking at={at} nameMasked={person.nameMasked} opening={book.opening} period={book.period} onBooked={(booked) => replace({ at: 'booked', booked })} />
    </Frame>
  )
}
