import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { DayEnd } from '#journey/outpatient/itinerary/web/patient/index.ts'
import { CancelledClinics } from '#journey/previsit/suspension/web/patient/index.ts'
import type { PersonSummary } from '#journey/throughout/people/contract.ts'
import { Bones, ErrorState, FamilySwitch, formatTime, initialOf, List, ListItem, Money, Page, Section, Tile, Tiles, useChrome, useFormat, useWhose } from '#ui/index.ts'
import { ElderDoors } from './elder-doors.tsx'
import { useAhead, useFamily } from './home-data.ts'
import { NextCard } from './next-card.tsx'
import { nextThing } from './next-thing.ts'
import type { NextThing } from './next-thing.ts'
import { useGreeting } from './use-greeting.ts'
import { WaitlistOffers } from './waitlist-offers.tsx'
import { givenName, useWords } from './words.ts'

const tones = ['plain', 'warm', 'blue', 'plum'] as const

/** Home of somebody signed in: whose care, the one thing now, what else is ahead, four doors. */
export function MyHome({ person }: { person: PersonSummary }) {
  const { t } = useTranslation('patient')
  const { elder } = useChrome()
  const greeting = useGreeting(givenName(person.name))
  const family = useFamily()
  const [kept, setChosen] = useWhose()
  const members = family.data?.members ?? []
  const chosen = members.some((one) => one.personId === kept) && kept !== null ? kept : person.personId
  const member = members.find((one) => one.personId === chosen)
  const own = chosen === person.personId
  const may = { follow: own || member !== undefined, pay: own || member?.scope.includes('pay') === true }
  const people = members.map((one, at) => ({
    id: one.personId, name: one.kind === 'self' ? t('me.self') : givenName(one.name), initial: initialOf(one.name), tone: tones[at % tones.length],
    locked: one.kind !== 'self' && !one.scope.includes('follow'),
  }))
  const whose = <FamilySwitch label={t('home.whose')} people={people} selected={chosen} onSelect={setChosen} add={elder.on ? undefined : { label: t('home.add-family'), href: '/family' }} />
  return (
    <Page title={greeting}>
      {!elder.on && whose}
      <Ahead key={chosen} personId={chosen} may={may} doorsFirst={elder.on} />
      {elder.on && members.length > 1 && whose}
    </Page>
  )
}

function Doors() {
  const { t } = useTranslation('patient')
  return (
    <Tiles label={t('home.doors')}>
      <Tile href="/doctors" icon="calendar">{t('home.book')}</Tile>
      <Tile href="/appointments" icon="clock">{t('home.bookings')}</Tile>
      <Tile href="/bills" icon="wallet">{t('home.bills')}</Tile>
      <Tile href="/code" icon="qr">{t('home.code')}</Tile>
    </Tiles>
  )
}

function Ahead({ personId, may, doorsFirst }: { personId: string; may: { follow: boolean; pay: boolean }; doorsFirst: boolean }) {
  const { t } = useTranslation('patient')
  const ahead = useAhead(personId, may)
  const doors = doorsFirst ? <ElderDoors visitHref={ahead.visit?.visitStatus === null ? `/visits/${ahead.visit.institutionId}/${ahead.visit.visitId}` : undefined} /> : <Doors />
  if (ahead.isPending) return <><Bones cards={[4]} />{doors}</>
  if (ahead.upcoming.isError && !ahead.upcoming.data) return <><ErrorState problem={ahead.upcoming.error} onRetry={() => void ahead.upcoming.refetch()} />{doors}</>
  const next = nextThing({ visit: ahead.visit, bills: ahead.bills.data ?? [], upcoming: standing(ahead) })
  return (
    <>
      <CancelledClinics personId={personId} />
      {may.follow && <WaitlistOffers personId={personId} />}
      <NextCard next={next} stale={ahead.isOld} />
      {may.follow && ahead.visit && <Suspense fallback={null}><DayEnd personId={personId} /></Suspense>}
      {doorsFirst && doors}
      <Also next={next} ahead={ahead} />
      {!doorsFirst && doors}
      {ahead.bills.isError && <p className="small muted">{t('home.bills-missing')}</p>}
    </>
  )
}

/** What is booked; a time that is only kept while somebody decides is no visit yet. */
function standing({ upcoming }: ReturnType<typeof useAhead>) {
  return (upcoming.data ?? []).filter((one) => one.status !== 'held')
}

/** Everything that is not the one thing, as quiet rows. */
function Also({ next, ahead }: { next: NextThing; ahead: ReturnType<typeof useAhead> }) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const words = useWords()
  const shown = next.kind === 'pay' ? next.bill.id : next.kind === 'appointment' ? next.appointment.id : next.kind === 'nothing' ? '' : next.visit.visitId
  const appointments = standing(ahead).filter((one) => one.id !== shown).slice(0, 3)
  const bills = (ahead.bills.data ?? []).filter((one) => one.dueCents > 0 && !(next.kind === 'pay' && one.id === shown)).slice(0, 3)
  if (appointments.length + bills.length === 0) return null
  return (
    <Section title={t('home.also')}>
      <List>
        {bills.map((bill) => <ListItem key={`bill-${bill.id}`} icon="receipt" title={format.name(bill.title, bill.titleEn)} note={bill.title === bill.institutionName ? format.day(bill.openedAt) : format.name(bill.institutionName, bill.institutionNameEn)} end={<Money cents={bill.dueCents} />} href={`/bills/${bill.institutionId}/${bill.id}`} />)}
        {appointments.map((one) => <ListItem key={one.id} icon="calendar" title={`${format.day(one.startsAt)} ${formatTime(one.startsAt)}`} note={words.doctorOf(one.place)} href={`/appointments/${one.institutionId}/${one.id}`} />)}
      </List>
    </Section>
  )
}
