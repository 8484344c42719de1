import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, KioskIdentify, KioskTile, KioskTiles } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import type { KioskPerson, KioskTicket } from '../../contract.ts'
import { PayAtKiosk } from '#journey/throughout/billing/web/kiosk/index.ts'
import { Enter } from './enter.tsx'
import type { Way } from './enter.tsx'
import { Frame } from './frame.tsx'
import { PersonView } from './person-view.tsx'
import { TicketView } from './ticket-view.tsx'
import { useIdle, useKiosk } from './use-kiosk.ts'
import './kiosk-page.css'

type Purpose = 'check-in' | 'pay'
type Screen =
  | { at: 'home' }
  | { at: 'choose'; purpose: Purpose }
  | { at: 'enter'; purpose: Purpose; way: Way }
  | { at: 'person'; purpose: Purpose; persons: KioskPerson[] }
  | { at: 'ticket'; ticket: KioskTicket }

const WAYS: readonly { way: Way; icon: IconName }[] = [{ way: 'resident-id', icon: 'id' }, { way: 'insurance-code', icon: 'card' }, { way: 'health-code', icon: 'qr' }, { way: 'phone', icon: 'phone' }]
/** What other places do until the machine can. */
const ELSEWHERE: readonly { key: string; icon: IconName }[] = [{ key: 'book', icon: 'calendar' }, { key: 'print', icon: 'print' }, { key: 'triage', icon: 'chat' }, { key: 'top-up', icon: 'wallet' }, { key: 'way', icon: 'route' }]

/** The machine in the hall: who are you, one thing, done. Fifteen seconds without a touch and it has forgotten you. */
export function Component() {
  const { t } = useTranslation('arrival')
  const kiosk = useKiosk()
  const [screen, setScreen] = useState<Screen>({ at: 'home' })
  const { identify, checkIn } = kiosk
  const wipe = useCallback(() => {
    identify.reset()
    checkIn.reset()
    setScreen({ at: 'home' })
  }, [identify, checkIn])
  const [isBusy, setBusy] = useState(false)
  const idle = useIdle(screen.at !== 'home' && !isBusy, wipe)
  const frame = { here: kiosk.here.data, idle, onHome: screen.at === 'home' ? undefined : wipe }
  if (kiosk.pass === null || kiosk.here.isError) return <Frame {...frame} title={t('kiosk.not-set-up')} lead={kiosk.here.error?.code === 'client.offline' ? t('kiosk.no-network') : t('kiosk.not-set-up-note')}>{null}</Frame>
  if (screen.at === 'choose') return <Frame {...frame} title={t('kiosk.who')} lead={t('kiosk.who-note')}><Ways onChoose={(way) => setScreen({ ...screen, at: 'enter', way })} title={t(`kiosk.${screen.purpose}`)} /></Frame>
  if (screen.at === 'enter') {
    const found = (persons: KioskPerson[]) => setScreen({ at: 'person', purpose: screen.purpose, persons })
    return <Frame {...frame} title={t(`kiosk.way-${screen.way}`)} lead={t(`kiosk.way-${screen.way}-note`)}><Enter way={screen.way} identify={identify} onFound={found} /></Frame>
  }
  if (screen.at === 'person') {
    return (
      <Frame {...frame} title={screen.persons.length > 1 ? t('kiosk.hello-several') : t('kiosk.hello-name', { name: screen.persons[0]?.nameMasked ?? '' })} lead={t(screen.purpose === 'pay' ? 'kiosk.pay-note' : 'kiosk.today')}>
        {screen.purpose === 'pay' && kiosk.pass !== null
          ? <PayEach pass={kiosk.pass} persons={screen.persons} onBusy={setBusy} />
          : <PersonView persons={screen.persons} checkIn={checkIn} onTicket={(ticket) => setScreen({ at: 'ticket', ticket })} />}
      </Frame>
    )
  }
  if (screen.at === 'ticket') return <Frame {...frame} title={t(screen.ticket.already ? 'kiosk.already' : 'kiosk.done')} lead={t('kiosk.done-note')}><TicketView ticket={screen.ticket} /></Frame>
  return (
    <Frame {...frame} title={t('kiosk.hello')} lead={t('kiosk.lead')}>
      {kiosk.here.isPending && <Alert>{t('kiosk.starting')}</Alert>}
      <Ways onChoose={(way) => setScreen({ at: 'enter', purpose: 'check-in', way })} title={t('kiosk.booked')} />
      <KioskTiles label={t('kiosk.services')}>
        <KioskTile icon="receipt" title={t('kiosk.pay')} hint={t('kiosk.pay-hint')} onPress={() => setScreen({ at: 'choose', purpose: 'pay' })} />
        {ELSEWHERE.map(({ key, icon }) => <KioskTile key={key} icon={icon} title={t(`kiosk.${key}`)} closed={t(`kiosk.${key}-elsewhere`)} />)}
      </KioskTiles>
    </Frame>
  )
}

/** Several people may share a phone: each stands by name, and the one who pays has the screen. */
function PayEach({ pass, persons, onBusy }: { pass: string; persons: KioskPerson[]; onBusy: (isBusy: boolean) => void }) {
  const [chosen, setChosen] = useState(persons.length === 1 ? persons[0] : undefined)
  const kiosk = useMemo(() => ({ pass, session: chosen?.session ?? '' }), [pass, chosen])
  if (chosen) return <PayAtKiosk kiosk={kiosk} onBusy={onBusy} />
  return <>{persons.map((person) => <Button key={person.session} block onPress={() => setChosen(person)}>{person.nameMasked}</Button>)}</>
}

function Ways({ title, onChoose }: { title: string; onChoose: (way: Way) => void }) {
  const { t } = useTranslation('arrival')
  return <KioskIdentify title={title} lead={t('kiosk.recognised')} ways={WAYS.map(({ way, icon }) => ({ key: way, icon, label: t(`kiosk.way-${way}`), onPress: () => onChoose(way) }))} />
}
