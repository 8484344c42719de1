import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RadioGroup } from '#ui/index.ts'
import type { Edit, Setup, Template } from '../../contract.ts'
import { addDays } from './days.ts'
import { EditSheet } from './edit-form.tsx'
import { ClockField, DayField, RoomField } from './fields.tsx'
import type { Done } from './schedule-desk.tsx'

interface OfTemplate {
  readonly template: Template
  readonly setup: Setup
  readonly onClose: () => void
  readonly onDone: (done: Done) => void
}

/** The last day of a pattern. */
export function EndSheet({ template, setup, ...rest }: OfTemplate) {
  const { t } = useTranslation('supply')
  const [lastDay, setLastDay] = useState(setup.today)
  const edits: Edit[] | null = lastDay ? [{ kind: 'template-end', templateId: template.id, lastDay }] : null
  return (
    <EditSheet title={t('sheet.end')} note={t('sheet.end-note')} edits={edits} {...rest}>
      <DayField label={t('field.last-day')} value={lastDay} min={setup.today} onChange={setLastDay} />
    </EditSheet>
  )
}

/** A day that is different: no session, other hours, or as the pattern says again. */
export function ExceptionSheet({ template, setup, ...rest }: OfTemplate) {
  const { t } = useTranslation('supply')
  const [day, setDay] = useState('')
  const [what, setWhat] = useState<'off' | 'hours' | 'back'>('off')
  const [from, setFrom] = useState(template.from)
  const [to, setTo] = useState(template.to)
  const [room, setRoom] = useState(template.room)
  const hasOne = template.exceptions.some((each) => each.day === day)
  const edits: Edit[] | null = day ? [{ kind: 'exception', templateId: template.id, day, what, ...(what === 'hours' ? { from, to, ...(room === template.room ? {} : { room }) } : {}) }] : null
  return (
    <EditSheet title={t('sheet.exception')} note={t('sheet.close-note')} edits={edits} {...rest}>
      <DayField label={t('field.day')} value={day} min={addDays(setup.today, 1)} onChange={setDay} />
      <RadioGroup
        label={t('field.what')} value={what} onChange={(next) => setWhat(next as typeof what)}
        options={[{ value: 'off', label: t('field.off') }, { value: 'hours', label: t('field.hours') }, ...(hasOne ? [{ value: 'back', label: t('field.back') }] : [])]}
      />
      {what === 'hours' && (
        <div className="supply-form">
          <ClockField label={t('field.from')} value={from} onChange={setFrom} />
          <ClockField label={t('field.to')} value={to} onChange={setTo} />
          <RoomField value={room} onChange={setRoom} />
        </div>
      )}
    </EditSheet>
  )
}
