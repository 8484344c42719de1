import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Buttons, ErrorState, Icon, Pairs, RadioGroup, Select, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Advice, Candidate, Choice, Choices, ExtraPreview } from '../../contract.ts'
import { useChoices, useDecide, usePreview, useWords } from './advice-data.ts'

const FIRST = 5

/** Who comes, with which clinic, in which room; beside it exactly what confirming makes. */
export function AcceptSheet({ advice, onClose }: { advice: Advice; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const words = useWords()
  const choices = useChoices(advice.id)
  return (
    <Sheet title={t('accept.title', { what: words.title(advice) })} onClose={onClose}>
      {choices.isPending && <Bones cards={[3, 4]} />}
      {choices.isError && <ErrorState problem={choices.error} onRetry={() => void choices.refetch()} />}
      {choices.data && <Choosing advice={advice} choices={choices.data} onClose={onClose} />}
    </Sheet>
  )
}

function Choosing({ advice, choices, onClose }: { advice: Advice; choices: Choices; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const [choice, setChoice] = useState(() => choiceOf(choices.candidates[0]))
  const preview = usePreview(advice.id, choice)
  const decide = useDecide(advice.id, onClose)
  const candidate = choices.candidates.find((one) => one.practitionerId === choice?.practitionerId)
  const shown = preview.data
  const go = () => {
    if (!choice || !shown) return
    // What was refused may have changed meanwhile: it is looked at again before anybody presses again.
    decide.mutate({ decision: 'accepted', choice, seen: shown.seen }, { onError: () => void preview.refetch() })
  }
  return (
    <div className="op-accept">
      {choices.tooLate && <Alert tone="warning">{t('accept.too-late', { count: choices.noticeHours })}</Alert>}
      {choices.candidates.length === 0 && <Alert tone="warning" title={t('accept.nobody')}>{t('accept.nobody-note')}</Alert>}
      <div className="op-accept__sides">
        <div className="stack">
          {candidate && choice && <Who choices={choices} candidate={candidate} choice={choice} onChoose={setChoice} />}
          <Cannot cannot={choices.cannot} />
        </div>
        {choice && (
          <section className="well stack" aria-label={t('accept.made')} aria-busy={preview.isFetching} aria-live="polite">
            <h3>{t('accept.made')}</h3>
            {preview.isPending && choice.room !== '' && <Bones cards={[3]} />}
            {preview.isError && <Alert tone="warning">{preview.error.title}</Alert>}
            {shown && <Made shown={shown} />}
          </section>
        )}
      </div>
      {decide.isError && <Alert tone="danger">{decide.error.title}</Alert>}
      <Buttons>
        <Button kind="primary" busy={decide.isPending} disabled={!shown || preview.isFetching || preview.isError || shown.problems.length > 0 || choices.tooLate} onPress={go}>{t('accept.confirm')}</Button>
        <Button onPress={onClose}>{t('accept.keep')}</Button>
      </Buttons>
    </div>
  )
}

function choiceOf(candidate: Candidate | undefined): Choice | undefined {
  const [clinic] = candidate?.clinics ?? []
  return candidate && clinic && { practitionerId: candidate.practitionerId, serviceId: clinic.serviceId, room: candidate.room }
}

function Who({ choices, candidate, choice, onChoose }: { choices: Choices; candidate: Candidate; choice: Choice; onChoose: (choice: Choice | undefined) => void }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const words = useWords()
  const [all, setAll] = useState(false)
  const listed = all ? choices.candidates : choices.candidates.slice(0, FIRST)
  const free = choices.rooms.filter((one) => !one.taken)
  return (
    <>
      <RadioGroup
        label={t('accept.who')} value={String(choice.practitionerId)} onChange={(id) => onChoose(choiceOf(choices.candidates.find((one) => String(one.practitionerId) === id)))}
        options={listed.map((one) => ({
          value: String(one.practitionerId), label: <>{format.name(one.name, one.nameEn)} <span className="small muted">{t(`title-of.${one.title}`)}</span> {one.borrowed && <Tag tone="info">{t('accept.borrowed')}</Tag>}</>, note: <NoteOf one={one} />,
        }))}
      />
      {choices.candidates.length > listed.length && <div><Button small kind="quiet" onPress={() => setAll(true)}>{t('accept.more', { count: choices.candidates.length - listed.length })}</Button></div>}
      {candidate.clinics.length > 1 && (
        <Select
          label={t('accept.clinic')} value={String(choice.serviceId)} onChange={(id) => onChoose({ ...choice, serviceId: Number(id) })}
          options={candidate.clinics.map((one) => ({ value: String(one.serviceId), label: `${format.name(one.name, one.nameEn)} ${words.fee(one.feeCents)}` }))}
        />
      )}
      {free.length > 0
        ? <Select label={t('accept.room')} hint={free.length < choices.rooms.length ? t('accept.rooms-taken', { count: choices.rooms.length - free.length }) : undefined} value={choice.room} onChange={(room) => onChoose({ ...choice, room })} options={free.map((one) => ({ value: one.name, label: one.name }))} />
        : <TextField label={t('accept.room')} hint={t('accept.no-room')} value={choice.room} maxLength={40} onChange={(room) => onChoose({ ...choice, room })} />}
    </>
  )
}

function NoteOf({ one }: { one: Candidate }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const hours = Math.round(one.minutesThatDay / 6) / 10
  return [
    format.name(one.department.name, one.department.nameEn), hours === 0 ? t('accept.free-day') : t('accept.hours', { hours }), one.canSpare && t('accept.can-spare'), one.mayBeOnDuty && t('accept.on-duty'),
  ].filter(Boolean).join(' · ')
}

function Cannot({ cannot }: { cannot: Choices['cannot'] }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  if (cannot.length === 0) return null
  return (
    <details className="op-how">
      <summary>{t('accept.cannot', { count: cannot.length })}</summary>
      <ul>{cannot.map((one) => <li key={one.practitionerId} className="small">{format.name(one.name, one.nameEn)} <span className="muted">{t(`accept.why.${one.why}`)}</span></li>)}</ul>
    </details>
  )
}

/** Doctor, room, times, units, fee, and from when whom can book. */
function Made({ shown }: { shown: ExtraPreview }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const words = useWords()
  return (
    <>
      <Pairs pairs={[
        { label: t('accept.doctor'), value: <b>{format.name(shown.doctor, shown.doctorEn)}</b> }, { label: t('accept.clinic'), value: format.name(shown.clinic, shown.clinicEn) },
        { label: t('accept.when'), value: <b>{format.day(shown.day)} {shown.from}–{shown.to}</b> }, { label: t('accept.room'), value: shown.room },
        { label: t('accept.units'), value: t('accept.units-of', { count: shown.units, periods: shown.periods, minutes: shown.periodMinutes }) },
        { label: t('accept.fee'), value: `${format.name(shown.fee, shown.feeEn)} ${words.fee(shown.feeCents)}` },
      ]} />
      <ul className="op-pools" aria-label={t('accept.pools')}>
        {shown.pools.map((one) => <li key={one.pool}><span>{format.name(one.name, one.nameEn)}</span><b>{one.units}</b><span className="small muted">{one.isOpen ? t('accept.open-now') : t('accept.opens', { time: format.dayTime(one.opensAt) })}</span></li>)}
      </ul>
      {shown.waiting > 0
        ? <p className="op-first"><Icon name="users" />{t('accept.waiting', { count: Math.min(shown.waiting, shown.units) })}</p>
        : <p className="small muted">{t('accept.nobody-waits')}</p>}
      <p className="op-first"><Icon name="bell" />{t('accept.told')}</p>
      {shown.problems.length > 0 && <Alert tone="warning">{t('accept.refused')}</Alert>}
    </>
  )
}
