import { useTranslation } from 'react-i18next'
import { type Half, type Setup, type Template, type TemplateBody, type Units, unitsAsText } from '../../contract.ts'
import { addDays } from './days.ts'
import { ClinicField, ClockField, DayField, HalfField, NumberField, RoomField, UnitsFields, WeekdaysField } from './fields.tsx'

/** A pattern while it is being typed. */
export interface TemplateDraft {
  readonly serviceId: string
  readonly weekdays: number[]
  readonly half: Half
  readonly from: string
  readonly to: string
  readonly minutes: number | undefined
  readonly pools: Units
  readonly room: string
  /** Of a new pattern its first day; of a change the day from which it holds. */
  readonly validFrom: string
  readonly validTo: string
}

const hours: Readonly<Record<Half, readonly [string, string]>> = { morning: ['08:00', '11:30'], afternoon: ['13:30', '17:00'], evening: ['18:00', '20:00'] }

export function emptyDraft(setup: Setup, departmentId: string): TemplateDraft {
  const clinic = setup.clinics.find((each) => each.active && String(each.departmentId) === departmentId)
  return { serviceId: String(clinic?.id ?? ''), weekdays: [], half: 'morning', from: '08:00', to: '11:30', minutes: 15, pools: { public: 1 }, room: '', validFrom: addDays(setup.today, 1), validTo: '' }
}

export function draftOf(template: Template, today: string): TemplateDraft {
  const { serviceId, weekdays, half, from, to, periodMinutes, pools, room, validFrom, validTo } = template
  const tomorrow = addDays(today, 1)
  return { serviceId: String(serviceId), weekdays, half, from, to, minutes: periodMinutes, pools, room, validFrom: validFrom > tomorrow ? validFrom : tomorrow, validTo: validTo ?? '' }
}

export function toBody(draft: TemplateDraft): TemplateBody | null {
  const { weekdays, half, from, to, minutes, pools, room, validFrom, validTo } = draft
  if (weekdays.length === 0 || !from || !to || minutes === undefined || minutes < 5 || minutes > 60 || !validFrom) return null
  return { weekdays, half, from, to, periodMinutes: minutes, pools, room, validFrom, validTo: validTo || null }
}

/** Only what differs from the pattern as it is; nothing when nothing does. */
export function toChange(draft: TemplateDraft, template: Template): Partial<Omit<TemplateBody, 'validFrom'>> | null {
  const body = toBody(draft)
  if (!body) return null
  const plain = (key: keyof TemplateBody, value: unknown) => (key === 'pools' ? unitsAsText(value as Units) : JSON.stringify(value))
  const keys = (['weekdays', 'half', 'from', 'to', 'periodMinutes', 'pools', 'room', 'validTo'] as const).filter((key) => plain(key, body[key]) !== plain(key, template[key]))
  return keys.length === 0 ? null : Object.fromEntries(keys.map((key) => [key, body[key]]))
}

export function TemplateFields({ draft, onChange, setup, departmentId, isNew }: { draft: TemplateDraft; onChange: (draft: TemplateDraft) => void; setup: Setup; departmentId: string; isNew: boolean }) {
  const { t } = useTranslation('supply')
  const set = (change: Partial<TemplateDraft>) => onChange({ ...draft, ...change })
  const tomorrow = addDays(setup.today, 1)
  return (
    <div className="stack">
      {isNew && <ClinicField label={t('field.service')} value={draft.serviceId} onChange={(serviceId) => set({ serviceId })} clinics={setup.clinics.filter((each) => each.active && String(each.departmentId) === departmentId)} />}
      <WeekdaysField value={draft.weekdays} onChange={(weekdays) => set({ weekdays })} />
      <div className="supply-form">
        <HalfField value={draft.half} onChange={(half) => set(isNew ? { half, from: hours[half][0], to: hours[half][1] } : { half })} />
        <ClockField label={t('field.from')} value={draft.from} onChange={(from) => set({ from })} />
        <ClockField label={t('field.to')} value={draft.to} onChange={(to) => set({ to })} />
        <NumberField label={t('field.minutes')} min={5} max={60} value={draft.minutes} onChange={(minutes) => set({ minutes })} />
        <RoomField value={draft.room} onChange={(room) => set({ room })} />
      </div>
      <UnitsFields value={draft.pools} onChange={(pools) => set({ pools })} pools={setup.pools} />
      <div className="supply-form">
        <DayField label={t(isNew ? 'field.valid-from' : 'field.from-day')} value={draft.validFrom} min={tomorrow} onChange={(validFrom) => set({ validFrom })} />
        <DayField label={t('field.valid-to')} hint={t('field.valid-to-hint')} value={draft.validTo} min={tomorrow} onChange={(validTo) => set({ validTo })} />
      </div>
    </div>
  )
}
