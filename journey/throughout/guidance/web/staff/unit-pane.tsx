import { useTranslation } from 'react-i18next'
import { Button, Buttons, Checkbox, List, ListItem, Select, TextField } from '#ui/index.ts'
import { boundsOf, type PlanDocument, type Unit, type UnitKind, unitKinds } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { changeDoor, changeUnit, doorsOf, joinFloors, rectangle, removeDoor, removeUnit, shaftOf } from './edit.ts'
import type { Tool } from './tool.ts'
import { useDepartments } from './plan-data.ts'

interface UnitPaneProps {
  readonly plan: PlanDocument
  readonly unit: Unit
  onChange(plan: PlanDocument): void
  onSelect(id: string | undefined): void
  onTool(tool: Tool): void
  /** Only what is published can be closed. */
  readonly onClose: (() => void) | undefined
}

/** What a room is, what it is called, whose it is and where its doors are. */
export function UnitPane({ plan, unit, onChange, onSelect, onTool, onClose }: UnitPaneProps) {
  const { t, i18n } = useTranslation('guidance')
  const departments = useDepartments().data?.departments ?? []
  const set = (change: Partial<Unit>): void => onChange(changeUnit(plan, unit.id, change))
  const isVertical = ['lift', 'stairs', 'escalator', 'ramp'].includes(unit.kind)
  const joined = plan.connectors.find((connector) => connector.units.includes(unit.id))
  return (
    <section className="stack" aria-label={t('editor.unit')}>
      <h2>{unit.name || t(`kind.${unit.kind}`)}</h2>
      <TextField label={t('editor.name')} value={unit.name} onChange={(name) => set({ name })} maxLength={120} />
      <TextField label={t('editor.name-en')} value={unit.nameEn} onChange={(nameEn) => set({ nameEn })} maxLength={120} />
      <Select label={t('editor.kind')} value={unit.kind} onChange={(kind) => set({ kind: kind as UnitKind })} options={unitKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
      <Select label={t('editor.department')} value={String(unit.departmentId ?? '')} empty={t('editor.no-department')} onChange={(id) => set({ departmentId: id === '' ? undefined : Number(id) })} options={departments.map((department) => ({ value: String(department.id), label: i18n.language === 'en' ? department.nameEn : department.name }))} />
      <TextField label={t('editor.also')} hint={t('editor.also-hint')} value={(unit.also ?? []).join('，')} onChange={(text) => set({ also: text === '' ? undefined : text.split(/[，,]/).slice(0, 20) })} />
      <Box unit={unit} onBox={(polygon) => set({ polygon })} />
      <Doors plan={plan} unit={unit} onChange={onChange} onTool={onTool} />
      {isVertical && <p className="small muted">{joined ? t('editor.joined', { count: joined.units.length }) : t('editor.not-joined')}</p>}
      {isVertical && shaftOf(plan, unit).length > 1 && <Button small kind="soft" onPress={() => onChange(joinFloors(plan, unit))}>{t('editor.join', { count: shaftOf(plan, unit).length })}</Button>}
      <Buttons>
        {onClose && <Button icon="lock" onPress={onClose}>{t('staff.close')}</Button>}
        <Button kind="danger-line" onPress={() => { onChange(removeUnit(plan, unit.id)); onSelect(undefined) }}>{t('editor.remove')}</Button>
        <Button kind="quiet" onPress={() => onSelect(undefined)}>{t('editor.leave')}</Button>
      </Buttons>
    </section>
  )
}

/** Figures for those who do not use a mouse, and for those who measured. Only for rooms with four straight walls. */
function Box({ unit, onBox }: { unit: Unit; onBox: (polygon: Unit['polygon']) => void }) {
  const { t } = useTranslation('guidance')
  const { low, high } = boundsOf(unit.polygon)
  const isBox = unit.polygon.length === 4 && unit.polygon.every(([x, y]) => (x === low[0] || x === high[0]) && (y === low[1] || y === high[1]))
  if (!isBox) return null
  const values = { west: low[0], south: low[1], width: Math.round((high[0] - low[0]) * 100) / 100, depth: Math.round((high[1] - low[1]) * 100) / 100 }
  const set = (key: keyof typeof values, text: string): void => {
    const next = { ...values, [key]: Number(text) }
    if (!Number.isFinite(next[key]) || next.width <= 0.3 || next.depth <= 0.3) return
    onBox(rectangle([next.west, next.south], [next.west + next.width, next.south + next.depth]))
  }
  return <div className="guide-boxes">{(['west', 'south', 'width', 'depth'] as const).map((key) => <TextField key={`${key}${values[key]}`} type="number" inputMode="decimal" label={t(`editor.box.${key}`)} value={String(values[key])} onChange={(text) => set(key, text)} />)}</div>
}

function Doors({ plan, unit, onChange, onTool }: { plan: PlanDocument; unit: Unit; onChange: (plan: PlanDocument) => void; onTool: (tool: Tool) => void }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const doors = doorsOf(plan, unit)
  return (
    <>
      <h3>{t('editor.doors')}</h3>
      {doors.length === 0 && <p className="small muted">{t('editor.no-doors')}</p>}
      {doors.length > 0 && (
        <List label={t('editor.doors')}>
          {doors.map((door) => (
            <ListItem
              key={door.id} title={door.inferred ? t('editor.door-inferred') : t(`editor.door.${door.kind}`)} note={door.between?.map((id) => name(plan.units.find((each) => each.id === id) ?? unit)).join(' – ')}
              end={<span className="stack"><Checkbox label={t('editor.barrier')} checked={door.barrier ?? false} onChange={(barrier) => onChange(changeDoor(plan, door.id, { barrier }))} /><span className="row"><Button small onPress={() => onTool({ kind: 'move-door', door: door.id })}>{t('editor.move')}</Button><Button small kind="danger-line" onPress={() => onChange(removeDoor(plan, door.id))}>{t('editor.remove-door')}</Button></span></span>}
            />
          ))}
        </List>
      )}
      <Button small icon="plus" onPress={() => onTool({ kind: 'door' })}>{t('editor.tool.door')}</Button>
    </>
  )
}
