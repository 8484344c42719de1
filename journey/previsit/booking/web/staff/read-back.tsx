import { useEffect, useRef, useState } from 'react'
import type { UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isProblem, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, Figure, Kbd, Money, Pairs, Pane, SuccessState, TextField, useFormat, useHotkey } from '#ui/index.ts'
import type { Appointment, PersonAtDesk, RefusalDetails } from '../../contract.ts'
import { ownShareCents, useNames } from '../names.ts'
import { Reasons, useReasons } from '../reasons.tsx'
import { useSecondsLeft } from '../seconds-left.ts'
import type { Found } from './find-times.tsx'
import { SeriesSheet } from './series-sheet.tsx'
import { Slip } from './slip.tsx'
import type { DeskHeld, DeskWish } from './use-desk-hold.ts'

interface ReadBackProps {
  readonly hold: UseMutationResult<DeskHeld, Error, DeskWish>
  readonly confirm: UseMutationResult<Appointment, Error, DeskHeld>
  readonly person: PersonAtDesk | undefined
  readonly channel: 'window' | 'phone'
  readonly onLetGo: () => void
  /** Others come along: the time is let go, and times for all are looked for. */
  readonly onTogether: (held: DeskHeld) => void
  readonly onOverride: (reason: string, exception: boolean) => void
  readonly onOther: (found: Found) => void
  readonly onNext: () => void
}

/** The time is kept: the sentence to say, and the one key that books it. Afterwards the slip, and the next caller. */
export function ReadBack(props: ReadBackProps) {
  const { t } = useTranslation('booking')
  const { hold, confirm, person } = props
  const held = hold.data
  if (held && confirm.data) return <Booked {...props} held={held} booked={confirm.data} />
  if (held?.status === 'booked') return <Booked {...props} held={held} booked={held} />
  if (held && person) return <Kept {...props} held={held} person={person} />
  return (
    <Pane label={t('desk.say')} paper head={<h2>{t('desk.say')}</h2>}>
      {hold.isError && isProblem(hold.error) ? <NotKept problem={hold.error} onOverride={props.onOverride} onOther={props.onOther} /> : <Bones cards={[3]} />}
    </Pane>
  )
}

function Kept({ hold, held, confirm, person, onLetGo, onTogether }: ReadBackProps & { held: DeskHeld; person: PersonAtDesk }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const { place } = held.page
  const left = useSecondsLeft(held.endsHere)
  const book = () => { if (left > 0 && !confirm.isPending) confirm.mutate(held) }
  useHotkey('F8', book)
  useHotkey('Escape', onLetGo)
  const foot = left > 0
    ? <><Button kind="primary" aria-keyshortcuts="F8" busy={confirm.isPending} onPress={book}>{t('confirm.book')} <Kbd>F8</Kbd></Button><Button kind="quiet" onPress={onLetGo}>{t('desk.let-go')} <Kbd>Esc</Kbd></Button><Button kind="quiet" icon="users" onPress={() => onTogether(held)}>{t('together.others')}</Button></>
    : <Button kind="soft" onPress={() => { if (hold.variables) hold.mutate(hold.variables) }}>{t('confirm.again')}</Button>
  return (
    <Pane label={t('desk.say')} paper head={<h2>{t('desk.say')}</h2>} foot={foot}>
      <Sentence>{t(Date.parse(held.cancelBy) > Date.now() ? 'desk.sentence' : 'desk.sentence-late', {
        name: person.name, day: format.date(held.startsAt), time: format.time(held.startsAt), department: names.department(place), who: `${names.who(place)} ${names.title(place)}`.trim(),
        where: [names.hospital(place), names.where(place)].filter(Boolean).join(names.isEnglish ? ', ' : ' '), money: format.money(held.feeCents, { whole: true }), until: format.dayTime(held.cancelBy),
      })}</Sentence>
      {confirm.isError && isProblem(confirm.error) && <Alert tone="warning" title={confirm.error.title}><Reasons problem={confirm.error} /></Alert>}
      {left > 0 ? <p className="small muted" role="timer">{t('desk.kept-for', { minutes: Math.floor(left / 60), seconds: left % 60 })}</p> : <Alert tone="warning" title={t('confirm.over')}>{t('confirm.over-note')}</Alert>}
      <Pairs pairs={[
        { label: t('desk.pool'), value: <>{t(`pool-name.${held.pool}`)} <span className="small muted" style={{ fontWeight: 400 }}>{held.pool === 'public' ? '' : t(`pool-at-desk.${held.pool}`, { defaultValue: t(`pool.${held.pool}`) })}</span></> },
        { label: t('confirm.fee'), value: <Money cents={held.feeCents} /> },
        ...(held.insuranceShareBp > 0 ? [{ label: t('confirm.own-share'), value: t('confirm.about', { money: format.money(ownShareCents(held.feeCents, held.insuranceShareBp)) }) }] : []),
      ]} />
    </Pane>
  )
}

/** Read aloud to the caller; it takes the focus, so that a screen reader says it too. */
function Sentence({ children }: { children: string }) {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => place.current?.focus(), [])
  return <p ref={place} tabIndex={-1} className="desk-sentence">{children}</p>
}

/** Limits that whoever stands before the patient may set aside where the hospital's rule says so. */
const LIMITS: readonly string[] = ['booking.same-department-that-day', 'booking.same-doctor-that-day', 'booking.too-many-open']

function NotKept({ problem, onOverride, onOther }: { problem: Problem; onOverride: (reason: string, exception: boolean) => void; onOther: (found: Found) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const { codesOf } = useReasons()
  const [reason, setReason] = useState('')
  const { alternative } = problem.details as unknown as Partial<RefusalDetails>
  const codes = codesOf(problem)
  const mayOpen = codes.every((code) => code === 'booking.pool-not-for-you')
  const isLimit = codes.every((code) => LIMITS.includes(code))
  return (
    <div className="stack" role="alert">
      <Alert
        tone="warning" title={problem.title}
        {...(alternative ? { action: <Button small kind="soft" onPress={() => onOther({ serviceId: alternative.serviceId, periodId: alternative.periodId, pool: 'public', startsAt: alternative.startsAt })}>{t('desk.take-instead', { when: format.dayTime(alternative.startsAt) })}</Button> } : {})}
      >
        <Reasons problem={problem} />
      </Alert>
      {(mayOpen || isLimit) && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); if (reason.trim().length >= 4) onOverride(reason.trim(), isLimit) }}>
          <TextField label={t(isLimit ? 'desk.exception' : 'desk.override')} hint={t('desk.override-note')} value={reason} onChange={setReason} maxLength={200} />
          <Button type="submit" disabled={reason.trim().length < 4}>{t(isLimit ? 'desk.exception-do' : 'desk.override-do')}</Button>
        </form>
      )}
    </div>
  )
}

function Booked({ held, booked, person, channel, onNext }: ReadBackProps & { held: DeskHeld; booked: Appointment }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const [series, setSeries] = useState(false)
  const { place } = held.page
  return (
    <Pane
      label={t('desk.say')} paper head={<h2>{t('booked.title')}</h2>}
      foot={<><Button kind="primary" aria-keyshortcuts="F2" onPress={onNext}>{t('desk.next-caller')} <Kbd>F2</Kbd></Button><Button onPress={() => window.print()}>{t('desk.print')}</Button></>}
    >
      <SuccessState title={t('booked.done')}>{person?.phoneMasked ? t('desk.sms', { phone: person.phoneMasked }) : t('desk.no-phone')}</SuccessState>
      <Figure value={format.time(booked.startsAt)} /><p className="muted">{format.date(booked.startsAt)} · {names.who(place)} · {names.department(place)}</p>
      <Button kind="soft" onPress={() => setSeries(true)}>{t('series.open')}</Button>
      {person && <Slip booked={booked} place={place} name={person.name} />}
      {series && person && <SeriesSheet first={booked} personId={person.personId} channel={channel} onClose={() => setSeries(false)} />}
    </Pane>
  )
}
