import { useTranslation } from 'react-i18next'
import type { VisitDay } from '#journey/outpatient/arrival/contract.ts'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import type { BillSummary } from '#journey/throughout/billing/contract.ts'
import { Button, Figure, formatTime, Money, SolidCard, Steps, Tag, useChrome, useFormat, useMinute, WaitRange } from '#ui/index.ts'
import type { StepState } from '#ui/index.ts'
import type { NextThing } from './next-thing.ts'
import { useWords } from './words.ts'

/** The one solid block of the home page. */
export function NextCard({ next, stale }: { next: NextThing; stale: boolean }) {
  if (next.kind === 'nothing') return <NothingAhead />
  if (next.kind === 'pay') return <ToPay bill={next.bill} />
  if (next.kind === 'appointment') return <NextAppointment appointment={next.appointment} />
  if (next.kind === 'check-in') return <TodayAt visit={next.visit} />
  return <InLine kind={next.kind} visit={next.visit} stale={stale} />
}

function NothingAhead() {
  const { t } = useTranslation('patient')
  return <SolidCard title={t('next.nothing')} place={t('next.nothing-note')} actions={<Button kind="now" icon="steth" href="/doctors">{t('next.find')}</Button>} />
}

function ToPay({ bill }: { bill: BillSummary }) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const href = `/bills/${bill.institutionId}/${bill.id}`
  return (
    <SolidCard
      context={t('next.to-pay')} title={format.name(bill.title, bill.titleEn)} place={bill.title === bill.institutionName ? format.day(bill.openedAt) : `${format.name(bill.institutionName, bill.institutionNameEn)} ${format.day(bill.openedAt)}`} figure={<Figure value={<Money cents={bill.dueCents} />} />}
      actions={<Button kind="now" icon="wallet" href={href}>{t('next.pay')}</Button>} foot={t('next.pay-note')}
    >
      <Progress at={4} />
    </SolidCard>
  )
}

function NextAppointment({ appointment }: { appointment: AppointmentDetail }) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const words = useWords()
  const href = `/appointments/${appointment.institutionId}/${appointment.id}`
  return (
    <SolidCard
      context={t('next.next-visit')} tag={<Tag tone="now">{format.day(appointment.startsAt)}</Tag>} title={words.doctorOf(appointment.place)} place={words.placeOf(appointment.place)}
      figure={<Figure value={formatTime(appointment.startsAt)} />} beside={t('next.until', { time: formatTime(appointment.endsAt) })}
      actions={<Button kind="now" icon="calendar" href={href}>{t('next.see')}</Button>}
    >
      <Progress at={1} />
    </SolidCard>
  )
}

function TodayAt({ visit }: { visit: VisitDay }) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const words = useWords()
  const now = useMinute()
  const minutes = Math.round((Date.parse(visit.startsAt) - now) / 60_000)
  const until = t('next.until', { time: formatTime(visit.endsAt) })
  const open = visit.checkIn.state === 'open'
  return (
    <SolidCard
      context={t('next.today-visit')} tag={<Tag tone="now">{t('next.today', { weekday: format.weekday(visit.startsAt) })}</Tag>} title={words.doctorOfVisit(visit)} place={words.placeOfVisit(visit)}
      figure={<Figure value={formatTime(visit.startsAt)} />} beside={minutes > 0 ? t('next.until-in', { time: formatTime(visit.endsAt), left: format.minutes(minutes) }) : until}
      actions={<><Button kind="now" icon={open ? 'check' : 'route'} href={visitPath(visit)}>{open ? t('next.check-in') : t('next.see-day')}</Button><Button kind="ghost" href={`/appointments/${visit.institutionId}/${visit.visitId}`}>{t('next.change')}</Button></>}
    >
      <Progress at={1} />
    </SolidCard>
  )
}

function InLine({ kind, visit, stale }: { kind: 'called' | 'waiting' | 'passed' | 'away' | 'consulting'; visit: VisitDay; stale: boolean }) {
  const { t } = useTranslation('patient')
  const words = useWords()
  const { place } = visit
  const room = words.roomOf(visit)
  const waiting = kind === 'waiting' && place?.ahead !== null && place?.ahead !== undefined
  const range = place?.range ?? undefined
  const asOf = formatTime(visit.asOf)
  const see = <Button kind="now" icon="route" href={visitPath(visit)}>{t('next.see-day')}</Button>
  return (
    <SolidCard
      live context={words.doctorOfVisit(visit)} tag={<Tag tone={kind === 'called' ? 'now' : 'neutral'} icon={kind === 'called' ? 'bell' : undefined}>{stale ? t('next.as-of', { time: asOf }) : t(`next.state.${kind}`)}</Tag>}
      figure={waiting ? <Figure size="l" value={place?.ahead} unit={t('next.ahead')} /> : <Figure value={place?.label ?? ''} />} beside={waiting ? place?.label : undefined}
      title={t(`next.in-line.${kind}`, { room })} place={words.placeOfVisit(visit)} actions={see} foot={t(`next.in-line-note.${kind}`)}
    >
      {waiting && <WaitRange now={Date.parse(visit.asOf)} stale={stale} earliest={range?.sure ? Date.parse(range.fromAt) : undefined} latest={range?.sure ? Date.parse(range.toAt) : undefined} />}
      <Progress at={kind === 'consulting' || kind === 'called' ? 3 : 2} />
    </SolidCard>
  )
}

const visitPath = (visit: VisitDay) => `/visits/${visit.institutionId}/${visit.visitId}`

/** Booked, check in, wait, doctor, pay: the same five words everywhere. */
function Progress({ at }: { at: number }) {
  const { t } = useTranslation('patient')
  const { elder } = useChrome()
  // Elder mode shows fewer things at once: the words of the card already say where one is.
  if (elder.on) return null
  const state = (step: number): StepState => (step < at ? 'done' : step === at ? 'now' : 'next')
  return <Steps label={t('progress.label')} steps={['booked', 'check-in', 'wait', 'doctor', 'pay'].map((key, step) => ({ key, state: state(step), label: t(`progress.${key}`) }))} />
}
