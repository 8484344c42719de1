import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, ErrorState, Figure, Page, RadioGroup, SolidCard, useChrome, useFormat } from '#ui/index.ts'
import type { Opening, TicketView } from '../../contract.ts'
import { useOpeningName } from '../names.ts'
import { callOut } from './alarm.ts'
import { Standing } from './standing.tsx'
import { clockOf, type Timed, useMembers, useOpening, useSecondsUntil, useTicket } from './use-ticket.ts'
import './release.css'

/** The waiting room of a release: come in, wait in peace, go in when called. */
export function Component() {
  const { t } = useTranslation('release')
  const { institutionId = '', id = '' } = useParams()
  const opening = useOpening({ institutionId, id })
  const { signedOut, pending } = useMembers()
  const { read, act } = useTicket({ institutionId, id }, !signedOut && !pending)
  const sound = useRef<AudioContext | undefined>(undefined)
  const state = read.data?.state
  useEffect(() => { if (state === 'your-turn') callOut(sound.current) }, [state])
  if (!opening.data) return <Page title={t('room.title')} back="/">{opening.isError ? <ErrorState problem={opening.error} onRetry={() => void opening.refetch()} /> : <Bones cards={[3, 3]} />}</Page>
  const join = (personId: string) => {
    // Only a press may open the sound; it is needed later, when nobody presses.
    try { sound.current ??= new AudioContext() } catch { /* this device has no sound */ }
    act.mutate({ join: personId })
  }
  return (
    <Page title={t('room.title')} back={placeOf(opening.data)}>
      <Heading opening={opening.data} />
      {isProblem(act.error) && <Alert tone="warning" title={act.error.title} />}
      {read.data
        ? <Inside opening={opening.data} ticket={read.data} busy={act.isPending} onJoin={() => join(read.data.personId)} onEnter={() => act.mutate('enter')} onLeave={() => act.mutate('leave')} />
        : <Door opening={opening.data} signedOut={signedOut} pending={pending || (read.isPending && !signedOut)} busy={act.isPending} onJoin={join} />}
      <Fairness opening={opening.data} drawn={read.data?.place != null} />
    </Page>
  )
}

/** Where one chooses a time, once inside. */
function placeOf(opening: Opening): string {
  if (opening.serviceId !== null) return `/doctors/${opening.institutionId}/${opening.serviceId}?day=${opening.day}`
  return opening.departmentId === null ? `/hospitals/${opening.institutionId}` : `/doctors?institution=${opening.institutionId}&department=${opening.departmentId}`
}

function Heading({ opening }: { opening: Opening }) {
  const { t, i18n } = useTranslation('release')
  const format = useFormat()
  const name = useOpeningName()
  return (
    <div className="release-head">
      <h2>{name(opening)}</h2>
      <p className="small muted">{i18n.language === 'en' && opening.institutionNameEn ? opening.institutionNameEn : opening.institutionName}</p>
      <p>{t('room.what', { day: format.date(opening.day), time: format.time(opening.opensAt) })}</p>
    </div>
  )
}

/** Before one is in: until when to wait, for whom to come, or where to sign in. */
function Door(props: { opening: Opening & Timed; signedOut: boolean; pending: boolean; busy: boolean; onJoin: (personId: string) => void }) {
  const { t } = useTranslation('release')
  const format = useFormat()
  const { opening } = props
  const { members, whom } = useMembers()
  const [chosen, setChosen] = useState<string>()
  const seconds = useSecondsUntil(opening.roomOpensAt, opening)
  if (opening.state === 'over') return <Alert tone="info" title={t('room.over')} action={<Button href={placeOf(opening)}>{t('room.see-times')}</Button>}>{t('room.over-note')}</Alert>
  if (seconds > 0) return <SolidCard context={t('room.door-opens', { time: format.time(opening.roomOpensAt) })} figure={<Figure size="l" value={clockOf(seconds)} />} title={t('room.not-yet')} foot={t('room.same-for-all')} />
  if (props.signedOut) return <Card><p>{t('room.sign-in')}</p><Button block kind="primary" href={`/sign-in?next=${encodeURIComponent(`/openings/${opening.institutionId}/${opening.id}`)}`}>{t('room.to-sign-in')}</Button></Card>
  if (props.pending || !whom) return <Bones cards={[3]} />
  const personId = chosen ?? whom.personId
  return (
    <Card>
      {members.length > 1 && <RadioGroup label={t('room.whom')} value={personId} onChange={setChosen} options={members.map((one) => ({ value: one.personId, label: one.name }))} />}
      <p>{opening.state === 'gathering' ? t('room.join-early', { time: format.time(opening.opensAt) }) : t('room.join-late')}</p>
      <Button block kind="primary" busy={props.busy} onPress={() => props.onJoin(personId)}>{t('room.join')}</Button>
    </Card>
  )
}

interface InsideProps {
  readonly opening: Opening
  readonly ticket: TicketView & Timed
  readonly busy: boolean
  readonly onJoin: () => void
  readonly onEnter: () => void
  readonly onLeave: () => void
}

function Inside({ opening, ticket, busy, onJoin, onEnter, onLeave }: InsideProps) {
  const { t } = useTranslation('release')
  const navigate = useNavigate()
  const { members } = useMembers()
  const [leaving, setLeaving] = useState(false)
  const seconds = useSecondsUntil(ticket.until, ticket)
  const name = members.length > 1 ? members.find((one) => one.personId === ticket.personId)?.name : undefined
  const forWhom = name === undefined ? t('room.your-place') : t('room.place-for', { name })
  switch (ticket.state) {
    case 'before-draw':
    case 'waiting':
      return (
        <>
          <Standing ticket={ticket} forWhom={forWhom} />
          <Button block kind="quiet" onPress={() => setLeaving(true)}>{t('room.leave')}</Button>
          {leaving && <ConfirmDialog title={t('room.leave-title')} confirm={t('room.leave')} keep={t('room.stay')} onConfirm={() => { setLeaving(false); onLeave() }} onKeep={() => setLeaving(false)}><p>{t('room.leave-note')}</p></ConfirmDialog>}
        </>
      )
    case 'your-turn':
      return (
        <SolidCard
          live context={forWhom} figure={<Figure size="l" value={clockOf(seconds)} />} beside={t('room.to-come-in')} title={t('room.your-turn')}
          actions={<Button kind="now" busy={busy} onPress={onEnter}>{t('room.enter')}</Button>} foot={t('room.your-turn-note')}
        />
      )
    case 'inside':
      return (
        <SolidCard
          live context={forWhom} figure={<Figure size="l" value={clockOf(seconds)} />} beside={t('room.to-choose')} title={t('room.inside')}
          actions={<Button kind="now" onPress={() => void navigate(placeOf(opening))}>{t('room.choose')}</Button>} foot={t('room.inside-note')}
        />
      )
    case 'missed':
    case 'over-time':
    case 'left':
      return <Card><h2>{t(`room.${ticket.state}`)}</h2><p>{t('room.again-note')}</p><Button block kind="primary" busy={busy} onPress={onJoin}>{t('room.again')}</Button></Card>
    case 'booked':
      return <Alert tone="success" title={t('room.booked')} action={<Button href="/appointments">{t('room.my-appointments')}</Button>}>{t('room.booked-note')}</Alert>
    case 'closed':
      return <Alert tone="info" title={t('room.over')} action={<Button href={placeOf(opening)}>{t('room.see-times')}</Button>}>{t('room.over-note')}</Alert>
  }
}

/** Why nobody gets ahead by a faster phone, and how to check it. */
function Fairness({ opening, drawn }: { opening: Opening; drawn: boolean }) {
  const { t } = useTranslation('release')
  const { elder } = useChrome()
  return (
    <section className="release-fair">
      {!elder.on && <ul className="small muted">{(['draw', 'calm', 'one', 'window'] as const).map((line) => <li key={line}>{t(`fair.${line}`)}</li>)}</ul>}
      {elder.on && <p>{t('fair.calm')}</p>}
      {!elder.on && <Button kind="quiet" href={`/openings/${opening.institutionId}/${opening.id}/draw`}>{drawn ? t('fair.check') : t('fair.promise')}</Button>}
    </section>
  )
}
