import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import type { FamilyMember } from '#journey/throughout/people/contract.ts'
import { Alert, Button, FamilySwitch, Figure, Money, Page, Pairs, Sheet, useChrome, useFormat } from '#ui/index.ts'
import type { Place } from '../../contract.ts'
import { ownShareCents, useNames } from '../names.ts'
import { useSecondsLeft } from '../seconds-left.ts'
import { initialOf } from './whom.ts'
import type { Held } from './use-hold.ts'

export interface ConfirmProps {
  readonly held: Held
  readonly place: Place
  readonly members: readonly FamilyMember[]
  readonly whom: FamilyMember
  readonly busy: boolean
  readonly fault: Problem | null
  readonly onWhom: (personId: string) => void
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly onAgain: () => void
}

/** The last look before booking: a sheet, or in elder mode a page that reads it all back. */
export function Confirm(props: ConfirmProps) {
  const { elder } = useChrome()
  return elder.on ? <ElderConfirm {...props} /> : <ConfirmSheet {...props} />
}

function ConfirmSheet({ held, place, members, whom, onWhom, ...props }: ConfirmProps) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const left = useSecondsLeft(held.endsHere)
  const fee = held.feeCents
  return (
    <Sheet title={t('confirm.title')} onClose={props.onClose}>
      <div className="booking-when"><Figure value={format.time(held.startsAt)} /><span className="muted">{t('confirm.until', { time: format.time(held.endsAt), day: format.date(held.startsAt) })}</span></div>
      {members.length > 1 && (
        <FamilySwitch
          label={t('whom.title')} selected={whom.personId} onSelect={onWhom}
          people={members.map((one) => ({ id: one.personId, name: one.kind === 'self' ? t('whom.self') : one.name, initial: initialOf(one.name) }))}
        />
      )}
      <Pairs pairs={[
        { label: t('confirm.whom'), value: whom.kind === 'self' ? whom.name : `${whom.name}（${t(`relation.${whom.kind}`)}）` },
        { label: t('check.doctor'), value: `${names.who(place)} · ${names.department(place)}` },
        { label: t('confirm.fee'), value: <><Money cents={fee} /> <span className="muted" style={{ fontWeight: 400 }}>{t('confirm.pay-later')}</span></> },
        ...(held.insuranceShareBp > 0 ? [{ label: t('confirm.own-share'), value: t('confirm.about', { money: format.money(ownShareCents(fee, held.insuranceShareBp)) }) }] : []),
        { label: t('confirm.cancel'), value: <CancelBy held={held} /> },
      ]} />
      <Ending left={left} label={t('confirm.book')} {...props} />
      <TimeLeft left={left} />
    </Sheet>
  )
}

function CancelBy({ held }: { held: Held }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  // The end of the hold is the server's time plus some minutes: near enough to tell whether the deadline has passed.
  const isPast = Date.parse(held.cancelBy) <= Date.parse(held.expiresAt ?? held.cancelBy)
  return <span style={{ fontWeight: 400 }}>{isPast ? t('confirm.cancel-now-late') : t('confirm.cancel-by', { when: format.dayTime(held.cancelBy) })}</span>
}

type EndingProps = Pick<ConfirmProps, 'busy' | 'fault' | 'onConfirm' | 'onAgain'> & { left: number; label: string; onChange?: (() => void) | undefined }

/** The one act, or what to do when the time is over. */
function Ending({ left, label, busy, fault, onConfirm, onAgain, onChange }: EndingProps) {
  const { t } = useTranslation('booking')
  if (left === 0 || fault?.code === 'booking.hold-expired') {
    return <Alert tone="warning" title={t('confirm.over')} action={<Button kind="soft" onPress={onAgain}>{t('confirm.again')}</Button>}>{t('confirm.over-note')}</Alert>
  }
  return (
    <>
      {fault && <Alert tone={fault.code === 'client.offline' ? 'warning' : 'danger'} title={fault.code === 'client.offline' ? t('confirm.offline') : fault.title} />}
      <Button kind="primary" block busy={busy} onPress={onConfirm}>{label}</Button>
      {onChange && <Button block onPress={onChange}>{t('check.change')}</Button>}
    </>
  )
}

function TimeLeft({ left }: { left: number }) {
  const { t } = useTranslation('booking')
  if (left === 0) return null
  return <p className="small muted booking-left" role="timer">{t('confirm.left', { minutes: Math.floor(left / 60), seconds: left % 60 })}</p>
}

/** Everything read back, one fact a line; change, or yes. */
function ElderConfirm({ held, place, members, whom, onWhom, onClose, ...props }: ConfirmProps) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const left = useSecondsLeft(held.endsHere)
  // It takes the place of a page that may have been scrolled far down.
  useEffect(() => { window.scrollTo(0, 0) }, [])
  const lines = [
    { label: t('check.whom'), value: whom.name, note: undefined },
    { label: t('check.day'), value: format.date(held.startsAt), note: format.day(held.startsAt) === format.date(held.startsAt) ? undefined : t('check.that-is', { day: format.day(held.startsAt) }) },
    { label: t('check.time'), value: t(new Date(held.startsAt).getTime() < noon(held.day) ? 'check.morning' : 'check.afternoon', { time: format.time(held.startsAt) }), note: t('check.come', { time: format.time(Date.parse(held.startsAt) - 15 * 60_000) }) },
    { label: t('check.doctor'), value: names.who(place), note: names.department(place) },
    { label: t('check.where'), value: names.hospital(place), note: names.where(place) || place.address },
    { label: t('check.money'), value: t('check.yuan', { money: format.money(held.feeCents, { bare: true, whole: true }) }), note: held.insuranceShareBp > 0 ? t('check.insured') : t('check.later') },
  ]
  return (
    <Page
      title={t('check.title')} back={`/doctors/${held.institutionId}/${held.serviceId}`}
      action={<Ending left={left} label={t('check.yes')} onChange={onClose} {...props} />}
    >
      {members.length > 1 && (
        <FamilySwitch label={t('whom.title')} selected={whom.personId} onSelect={onWhom} people={members.map((one) => ({ id: one.personId, name: one.name, initial: initialOf(one.name) }))} />
      )}
      <dl className="card card--flush booking-check">
        {lines.map((line) => <div key={line.label}><dt>{line.label}</dt><dd>{line.value}{line.note !== undefined && <small>{line.note}</small>}</dd></div>)}
      </dl>
      <TimeLeft left={left} />
    </Page>
  )
}

function noon(day: string): number {
  return Date.parse(`${day}T12:00:00+08:00`)
}
