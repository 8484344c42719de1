import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/index.ts'
import { Alert, Bones, Button, Select, Sheet, TextField } from '#ui/index.ts'
import type { PlanDocument } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { useOpened, useSetClosure } from './plan-data.ts'

const hours = ['1', '2', '4', '8', '24', '72'] as const

/** Closes a lift, stairs or room from now on: every phone goes around it the same second. */
export function ClosureSheet({ campusId, elementId, onClose }: { campusId: number; elementId?: string; onClose: () => void }) {
  const { t } = useTranslation('guidance')
  const read = useOpened(String(campusId))
  const plan = read.data?.published ?? undefined
  return <Sheet title={t('staff.close')} onClose={onClose}>{plan ? <Form campusId={campusId} plan={plan} elementId={elementId} onClose={onClose} /> : <Bones cards={[3]} />}</Sheet>
}

function Form({ campusId, plan, elementId, onClose }: { campusId: number; plan: PlanDocument; elementId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const set = useSetClosure()
  const levels = new Map(plan.levels.map((level) => [level.id, level]))
  const buildings = new Map(plan.buildings.map((building) => [building.id, building]))
  const place = (level: string): string => `${name(buildings.get(levels.get(level)!.building)!)} ${name(levels.get(level)!)}`
  const options = [
    ...plan.connectors.map((connector) => ({ value: connector.id, label: `${name(connector)} · ${name(buildings.get(levels.get(plan.units.find(({ id }) => id === connector.units[0])!.level)!.building)!)}` })),
    ...plan.units.filter((unit) => unit.kind !== 'closed' && unit.name !== '').map((unit) => ({ value: unit.id, label: `${place(unit.level)} · ${name(unit)}` })),
  ]
  const [what, setWhat] = useState(elementId ?? options[0]?.value ?? '')
  const [why, setWhy] = useState('')
  const [whyEn, setWhyEn] = useState('')
  const [long, setLong] = useState('')
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (why.trim() === '') return
    const untilAt = long === '' ? null : new Date(serverNow() + Number(long) * 3_600_000).toISOString()
    set.mutate({ campusId, elementId: what, reason: why, reasonEn: whyEn, untilAt }, { onSuccess: onClose })
  }
  return (
    <form className="stack" onSubmit={send}>
      <Select label={t('staff.what')} value={what} onChange={setWhat} options={options} />
      <TextField label={t('staff.why')} hint={t('staff.why-hint')} value={why} onChange={setWhy} maxLength={200} required />
      <TextField label={t('staff.why-en')} value={whyEn} onChange={setWhyEn} maxLength={200} />
      <Select label={t('staff.until')} value={long} onChange={setLong} empty={t('staff.until-opened')} options={hours.map((value) => ({ value, label: t('staff.hours', { count: Number(value) }) }))} />
      {set.isError && <Alert tone="danger" title={set.error.title} />}
      <Button kind="primary" block type="submit" busy={set.isPending} disabled={why.trim() === ''}>{t('staff.close-now')}</Button>
    </form>
  )
}
