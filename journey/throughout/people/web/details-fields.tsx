import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localDay, Select, TextField } from '#ui/index.ts'
import { checkDocument, documentKinds, normalNumber, type DocumentFacts, type DocumentFault, type DocumentKind, type PersonDetails, type Sex } from '../contract.ts'
import { useCalendarDay } from './calendar-day.ts'

/** A form as the screen shows it; {@link detailsOf} turns it into what the server takes. */
export interface DetailsDraft {
  readonly name: string
  readonly kind: DocumentKind
  readonly number: string
  readonly sex: Sex | ''
  readonly birthDate: string
}

export const emptyDetails: DetailsDraft = { name: '', kind: 'resident-id', number: '', sex: '', birthDate: '' }

type Judged = { facts: DocumentFacts; fault?: undefined } | { facts?: undefined; fault: DocumentFault }

/** The reader's day, for judging dates. */
export function today(): string {
  return localDay(new Date())
}

function judge({ kind, number }: DetailsDraft): Judged {
  const checked = checkDocument(kind, number, today())
  return 'fault' in checked ? checked : { facts: checked }
}

/** What can be sent, or undefined while something is missing or wrong. */
export function detailsOf(draft: DetailsDraft): PersonDetails | undefined {
  const { facts } = judge(draft)
  const name = draft.name.trim()
  if (!facts || name === '') return undefined
  const sex = facts.sex ?? (draft.sex || undefined)
  const birthDate = facts.birthDate ?? (draft.birthDate || undefined)
  if (!sex || !birthDate) return undefined
  return { name, document: { kind: draft.kind, number: facts.number }, sex, birthDate }
}

/** The age a draft tells of, once its birth date is known. */
export function birthDateOf(draft: DetailsDraft): string | undefined {
  const { facts } = judge(draft)
  return facts && (facts.birthDate ?? (draft.birthDate || undefined))
}

/**
 * Name and document, judged while typing: a number that is complete is checked at once, an unfinished one when the
 * field is left. What the document says is shown, so that it can be confirmed rather than typed.
 */
export function DetailsFields({ draft, onChange, whose = 'own', problem, tried = false }: {
  draft: DetailsDraft
  onChange: (draft: DetailsDraft) => void
  whose?: 'own' | 'their' | 'patient' | undefined
  problem?: string | undefined
  /** Somebody wanted to go on: now say what is missing. */
  tried?: boolean | undefined
}) {
  const { t } = useTranslation('people')
  const [left, setLeft] = useState(false)
  const { facts, fault } = judge(draft)
  const isComplete = normalNumber(draft.number).length >= (draft.kind === 'resident-id' || draft.kind === 'hmt-residence-permit' ? 18 : 30)
  const shownFault = draft.number === '' ? (tried ? t('missing.number') : undefined) : fault && (left || isComplete || tried) ? t(`fault.${fault}`) : undefined
  const change = (part: Partial<DetailsDraft>) => onChange({ ...draft, ...part })
  return (
    <>
      <TextField label={t(`name.${whose}`)} hint={t('name.hint')} error={tried && draft.name.trim() === '' ? t('missing.name') : undefined} value={draft.name} onChange={(name) => change({ name })} autoComplete={whose === 'own' ? 'name' : 'off'} maxLength={60} required />
      <Select
        label={t('document')} value={draft.kind} options={documentKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        onChange={(value) => { setLeft(false); change({ kind: documentKinds.find((kind) => kind === value) ?? 'resident-id', number: '' }) }}
      />
      <div onBlur={() => setLeft(true)}>
        <TextField
          label={t('number')} hint={facts ? <Said facts={facts} /> : t(`number-hint.${draft.kind}`)} error={problem ?? shownFault}
          value={draft.number} onChange={(number) => { setLeft(false); change({ number }) }} autoComplete="off" maxLength={40} required
        />
      </div>
      {facts && facts.birthDate === undefined && <WhatItDoesNotSay draft={draft} change={change} tried={tried} />}
    </>
  )
}

function Said({ facts }: { facts: DocumentFacts }) {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  if (facts.birthDate === undefined || facts.sex === undefined) return <>{t('number-fine')}</>
  return <>{t('number-says', { sex: t(`sex.${facts.sex}`), day: calendarDay(facts.birthDate) })}</>
}

function WhatItDoesNotSay({ draft, change, tried }: { draft: DetailsDraft; change: (part: Partial<DetailsDraft>) => void; tried: boolean }) {
  const { t } = useTranslation('people')
  return (
    <>
      <Select
        label={t('sex.label')} error={tried && draft.sex === '' ? t('missing.sex') : undefined} value={draft.sex} empty={t('choose')} options={(['female', 'male'] as const).map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
        onChange={(value) => change({ sex: value === 'female' || value === 'male' ? value : '' })}
      />
      <TextField label={t('birth-date')} error={tried && draft.birthDate === '' ? t('missing.birth-date') : undefined} type="date" value={draft.birthDate} onChange={(birthDate) => change({ birthDate })} />
    </>
  )
}
