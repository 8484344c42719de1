import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Sheet, TextField } from '#ui/index.ts'
import type { Desk, VitalSigns, VitalsTaken } from '../../contract.ts'
import { useFocusFirst } from './use-focus-first.ts'
import { useVisitActs } from './visit-data.ts'

type Sign = 'blood-pressure' | 'pulse' | 'temperature' | 'oxygen'
const SIGNS: readonly Sign[] = ['blood-pressure', 'pulse', 'temperature', 'oxygen']
const UNITS: Record<Sign, string> = { 'blood-pressure': 'mmHg', pulse: '', temperature: '°C', oxygen: '%' }

function valueOf(sign: Sign, taken: VitalsTaken): string | undefined {
  if (sign === 'blood-pressure') return taken.systolic === null ? undefined : `${taken.systolic}/${taken.diastolic}`
  if (sign === 'temperature') return taken.temperatureTenths === null ? undefined : (taken.temperatureTenths / 10).toFixed(1)
  const value = sign === 'pulse' ? taken.pulse : taken.oxygenPercent
  return value === null ? undefined : String(value)
}

function numberOf(sign: Sign, taken: VitalsTaken): number | null {
  if (sign === 'blood-pressure') return taken.systolic
  if (sign === 'temperature') return taken.temperatureTenths
  return sign === 'pulse' ? taken.pulse : taken.oxygenPercent
}

/** Four vital signs with where they are going; one press to write today's. */
export function VitalsStrip({ desk, canWrite }: { desk: Desk; canWrite: boolean }) {
  const { t } = useTranslation('consulting')
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="consulting-vitals">
      <dl>
        {SIGNS.map((sign) => <OneSign key={sign} sign={sign} desk={desk} />)}
      </dl>
      {canWrite && <Button small icon="pulse" onPress={() => setOpen(true)}>{t('vitals.edit')}</Button>}
      {isOpen && <VitalsSheet desk={desk} onClose={() => setOpen(false)} />}
    </div>
  )
}

function OneSign({ sign, desk }: { sign: Sign; desk: Desk }) {
  const { t } = useTranslation('consulting')
  const now = desk.vitals && valueOf(sign, desk.vitals)
  const last = desk.pastVitals.map((taken) => valueOf(sign, taken)).filter((value) => value !== undefined).at(-1)
  const course = [...desk.pastVitals, ...(desk.vitals ? [desk.vitals] : [])].map((taken) => numberOf(sign, taken)).filter((value) => value !== null)
  const unit = sign === 'pulse' ? t('vitals.pulse-unit') : UNITS[sign]
  return (
    <div>
      <dt className="caption muted row row--between">{t(`vitals.${sign}`)}{course.length > 1 && <Course values={course} />}</dt>
      <dd>{now ? <><span className="consulting-vitals__value">{now}</span> <span className="caption muted">{unit}</span></> : <span className="muted small">{t('vitals.none')}</span>}</dd>
      {last !== undefined && <dd className="caption muted">{t('vitals.last', { value: last })}</dd>}
    </div>
  )
}

/** The last few values as a line; the figures beside it say the same in words. */
function Course({ values }: { values: number[] }) {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const points = values.map((value, at) => [(at * 52) / (values.length - 1), high === low ? 9 : 16 - ((value - low) * 14) / (high - low)] as const)
  const [x, y] = points.at(-1)!
  return (
    <svg viewBox="-3 -1 60 20" width="56" height="18" aria-hidden="true" focusable="false">
      <polyline points={points.map((point) => point.join(',')).join(' ')} fill="none" stroke="var(--c-brand-300)" strokeWidth="1.5" />
      <circle cx={x} cy={y} r="2.6" fill="var(--c-now-mark)" />
    </svg>
  )
}

const FIELDS = ['systolic', 'diastolic', 'pulse', 'temperature', 'oxygen'] as const
type Typed = Record<(typeof FIELDS)[number], string>

function typedFrom(taken: VitalsTaken | null): Typed {
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value))
  const tenths = taken?.temperatureTenths
  return { systolic: text(taken?.systolic), diastolic: text(taken?.diastolic), pulse: text(taken?.pulse), temperature: tenths ? (tenths / 10).toFixed(1) : '', oxygen: text(taken?.oxygenPercent) }
}

function VitalsSheet({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation('consulting')
  const [typed, setTyped] = useState<Typed>(() => typedFrom(desk.vitals))
  const { recordVitals } = useVisitActs(desk.visit.visitId)
  const form = useFocusFirst<HTMLFormElement>()
  const whole = (text: string) => (text.trim() === '' ? null : Math.round(Number(text)))
  const isHalf = (typed.systolic === '') !== (typed.diastolic === '')
  const save = () => {
    const signs: VitalSigns = {
      systolic: whole(typed.systolic), diastolic: whole(typed.diastolic), pulse: whole(typed.pulse),
      temperatureTenths: typed.temperature.trim() === '' ? null : Math.round(Number(typed.temperature) * 10), oxygenPercent: whole(typed.oxygen),
    }
    recordVitals.mutate(signs, { onSuccess: onClose })
  }
  return (
    <Sheet title={t('vitals.title')} onClose={onClose}>
      <form ref={form} className="stack" onSubmit={(event) => { event.preventDefault(); if (!isHalf) save() }}>
        <div className="consulting-vitals__fields">
          {FIELDS.map((field) => (
            <TextField key={field} label={t(`vitals.${field}`)} inputMode="decimal" value={typed[field]} onChange={(value) => setTyped({ ...typed, [field]: value.replace(/[^\d.]/g, '') })} />
          ))}
        </div>
        {(isHalf || recordVitals.isError) && <Alert tone="warning">{isHalf ? t('vitals.pair') : recordVitals.error?.title}</Alert>}
        <Button kind="primary" type="submit" busy={recordVitals.isPending} disabled={isHalf}>{t('vitals.save')}</Button>
      </form>
    </Sheet>
  )
}
