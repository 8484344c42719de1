import { useTranslation } from 'react-i18next'
import { Chip, Field, Select, TextField } from '#ui/index.ts'
import { halves, type Clinic, type Half, type PoolCode, type Setup, type Units } from '../../contract.ts'
import { usePick } from './schedule-data.ts'

type Change<T> = { value: T; onChange: (value: T) => void; hint?: string | undefined }

export function DayField({ label, min, ...rest }: Change<string> & { label: string; min?: string | undefined }) {
  return <Field label={label} {...(rest.hint === undefined ? {} : { hint: rest.hint })}>{(wiring) => <input className="input" type="date" min={min} value={rest.value} onChange={(event) => rest.onChange(event.target.value)} {...wiring} />}</Field>
}

export function ClockField({ label, value, onChange }: Change<string> & { label: string }) {
  return <Field label={label}>{(wiring) => <input className="input" type="time" step={300} value={value} onChange={(event) => onChange(event.target.value)} {...wiring} />}</Field>
}

export function HalfField({ value, onChange }: Change<Half>) {
  const { t } = useTranslation('supply')
  return <Select label={t('field.half')} value={value} onChange={(half) => onChange(half as Half)} options={halves.map((half) => ({ value: half, label: t(`half.${half}`) }))} />
}

/** A number a person types; empty is no number. */
export function NumberField({ label, value, onChange, min, max, placeholder }: Change<number | undefined> & { label: string; min: number; max: number; placeholder?: string | undefined }) {
  return (
    <Field label={label}>
      {(wiring) => (
        <input className="input" type="number" inputMode="numeric" min={min} max={max} value={value ?? ''} placeholder={placeholder}
          onChange={(event) => onChange(event.target.value === '' ? undefined : Math.round(Number(event.target.value)))} {...wiring} />
      )}
    </Field>
  )
}

/** How many places each period has of which pool. Those the hospital has and that make sense to plan. */
export function UnitsFields({ value, onChange, pools, partial }: Change<Units> & { pools: Setup['pools']; partial?: boolean | undefined }) {
  const { t } = useTranslation('supply')
  const planned = pools.filter(({ code }) => (code !== 'waitlist' && code !== 'draw') || (value[code] ?? 0) > 0)
  const set = (code: PoolCode, count: number | undefined) => {
    const { [code]: _old, ...rest } = value
    onChange(count === undefined ? rest : { ...rest, [code]: count })
  }
  return (
    <fieldset className="supply-units">
      <legend>{t('field.units-legend')}</legend>
      {planned.map(({ code }) => (
        <NumberField key={code} label={t(`pool.${code}`)} min={0} max={100} value={value[code]} onChange={(count) => set(code, count)} placeholder={partial ? t('field.unchanged') : '0'} />
      ))}
    </fieldset>
  )
}

export function WeekdaysField({ value, onChange }: Change<number[]>) {
  const { t } = useTranslation('supply')
  return (
    <fieldset>
      <legend>{t('field.weekdays')}</legend>
      <div className="chips">
        {[1, 2, 3, 4, 5, 6, 7, 8].map((day) => (
          <Chip key={day} pressed={value.includes(day)} onPress={() => onChange(value.includes(day) ? value.filter((each) => each !== day) : [...value, day].sort((a, b) => a - b))}>{t(`weekday.${day}`)}</Chip>
        ))}
      </div>
      <p className="field__hint">{t('field.weekdays-hint')}</p>
    </fieldset>
  )
}

export function ClinicField({ label, value, onChange, clinics, empty }: Change<string> & { label: string; clinics: readonly Clinic[]; empty?: string | undefined }) {
  const pick = usePick()
  return <Select label={label} value={value} onChange={onChange} options={clinics.map((each) => ({ value: String(each.id), label: pick(each.name, each.nameEn) }))} {...(empty === undefined ? {} : { empty })} />
}

export function RoomField({ value, onChange, placeholder }: Change<string> & { placeholder?: string | undefined }) {
  const { t } = useTranslation('supply')
  return <TextField label={t('field.room')} value={value} onChange={onChange} maxLength={40} {...(placeholder === undefined ? {} : { placeholder })} />
}
