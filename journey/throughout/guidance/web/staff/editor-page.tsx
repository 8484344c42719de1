import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Bones, Button, Chip, Chips, Desk, EmptyState, ErrorState, Pane, Tag, useHotkey } from '#ui/index.ts'
import type { PlanOpened, Point } from '../../contract.ts'
import { FloorMap } from '../map/floor-map.tsx'
import { useName } from '../map/names.ts'
import { CheckPane } from './check-pane.tsx'
import { ClosureSheet } from './closure-sheet.tsx'
import { addDoor, addUnit, moveDoor, rectangle } from './edit.ts'
import { useOpened, useSave } from './plan-data.ts'
import type { Tool } from './tool.ts'
import { UnitPane } from './unit-pane.tsx'
import { useEditing } from './use-editing.ts'
import './plans.css'

const tools = ['select', 'rectangle', 'polygon', 'door'] as const

/** The drawing table of a campus: rooms, doors, lifts; checked, then published for everybody. */
export function Component() {
  const { t } = useTranslation('guidance')
  const { campusId = '' } = useParams()
  const read = useOpened(campusId)
  if (!read.data) return <Desk title={t('editor.title')}><Pane label={t('editor.title')}>{read.isError ? <ErrorState problem={read.error} /> : <Bones cards={[4]} />}</Pane></Desk>
  return <Editor key={`${read.data.version}`} opened={read.data} />
}

function Editor({ opened }: { opened: PlanOpened }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const editing = useEditing(opened.plan)
  const { plan } = editing
  const [revision, setRevision] = useState(opened.revision)
  const [level, setLevel] = useState(plan.levels[0]?.id ?? '')
  const [selected, select] = useState<string>()
  const [tool, setTool] = useState<Tool>({ kind: 'select' })
  const [points, setPoints] = useState<readonly Point[]>([])
  const [closing, setClosing] = useState<string>()
  const save = useSave()
  const unit = plan.units.find(({ id }) => id === selected)
  const keep = () => save.mutateAsync({ campusId: opened.campusId, plan, revision }).then((kept) => {
    setRevision(kept.revision)
    editing.saved()
    return kept
  })
  useHotkey('z', () => editing.undo())
  const pick = (next: Tool): void => { setTool(next); setPoints([]) }
  const finish = (polygon: readonly Point[]): void => {
    const made = addUnit(plan, plan.levels.find(({ id }) => id === level)!, polygon)
    editing.change(made.plan)
    select(made.id)
    pick({ kind: 'select' })
  }
  const press = (point: Point): void => {
    if (tool.kind === 'rectangle') return points[0] ? finish(rectangle(points[0], point)) : setPoints([point])
    if (tool.kind === 'polygon') return setPoints([...points, point])
    if (tool.kind === 'door' && unit) editing.change(addDoor(plan, unit, point).plan)
    if (tool.kind === 'move-door' && unit) editing.change(moveDoor(plan, tool.door, unit, point))
    if (tool.kind !== 'select') pick({ kind: 'select' })
  }
  const shown = plan.levels.find(({ id }) => id === level)
  return (
    <Desk title={t('editor.title')} context={<>{plan.name} {editing.isChanged ? <Tag tone="warning">{t('editor.unsaved')}</Tag> : <Tag>{t(`staff.status.${revision > 0 ? 'draft' : opened.status}`)}</Tag>}</>} panes="220px 1fr 330px" actions={<><Button icon="undo" disabled={!editing.canUndo} onPress={editing.undo}>{t('editor.undo')}</Button><Button disabled={!editing.canRedo} onPress={editing.redo}>{t('editor.redo')}</Button><Button kind="primary" disabled={!editing.isChanged} busy={save.isPending} onPress={() => void keep().catch(() => undefined)}>{t('editor.save')}</Button></>}>
      <Pane label={t('map.floors')} paper>
        <div className="guide-levels">
          {plan.levels.map((one) => <Chip key={one.id} pressed={one.id === level} onPress={() => { setLevel(one.id); select(undefined) }}>{name(plan.buildings.find(({ id }) => id === one.building)!)} {name(one)}</Chip>)}
        </div>
      </Pane>
      <Pane label={t('map.title')}>
        {save.isError && <ErrorState problem={save.error} />}
        <div className="guide-edit">
          <div className="guide-tools">
            <Chips label={t('editor.tools')}>{tools.map((kind) => <Chip key={kind} pressed={tool.kind === kind} onPress={() => pick({ kind })}>{t(`editor.tool.${kind}`)}</Chip>)}</Chips>
            {points.length > 2 && <Button small kind="soft" icon="check" onPress={() => finish(points)}>{t('editor.close-shape')}</Button>}
            <span className="small muted" role="status">{tool.kind === 'door' && !unit ? t('editor.hint.no-unit') : t(`editor.hint.${tool.kind}`)}</span>
          </div>
          <FloorMap
            tall plan={plan} level={level} label={t('editor.map', { floor: shown ? name(shown) : '' })} selected={selected} closed={new Set(opened.closures.map(({ elementId }) => elementId))}
            onSelect={tool.kind === 'select' ? (id) => select(id) : undefined} onPoint={tool.kind === 'select' ? undefined : press}
          >
            {points.length > 0 && <polyline className="guide-draft" points={points.map(([x, y]) => `${x},${-y}`).join(' ')} />}
            {points.map(([x, y], i) => <circle key={i} className="guide-handle" cx={x} cy={-y} r={0.5} />)}
          </FloorMap>
        </div>
      </Pane>
      <Pane label={t('editor.side')}>
        {unit
          ? <UnitPane key={unit.id} plan={plan} unit={unit} onChange={editing.change} onSelect={select} onTool={pick} onClose={opened.published?.units.some(({ id }) => id === unit.id) ? () => setClosing(unit.id) : undefined} />
          : <UnitList plan={plan} level={level} onSelect={select} />}
        <CheckPane plan={plan} published={opened.published} repairs={opened.repairs} campusId={opened.campusId} revision={revision} isChanged={editing.isChanged} onKeep={keep} onSelect={(id) => { const found = plan.units.find((each) => each.id === id); if (found) { setLevel(found.level); select(id) } }} />
      </Pane>
      {closing && <ClosureSheet campusId={opened.campusId} elementId={closing} onClose={() => setClosing(undefined)} />}
    </Desk>
  )
}

/** The same rooms as a list: for the keyboard, and for those who know the name. */
function UnitList({ plan, level, onSelect }: { plan: PlanOpened['plan']; level: string; onSelect: (id: string) => void }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const units = plan.units.filter((unit) => unit.level === level)
  if (units.length === 0) return <EmptyState title={t('editor.empty')}>{t('editor.empty-body')}</EmptyState>
  return (
    <section className="stack" aria-label={t('editor.list')}>
      <h2>{t('editor.list')}</h2>
      <Chips label={t('editor.list')}>{units.map((unit) => <Chip key={unit.id} pressed={false} onPress={() => onSelect(unit.id)}>{name(unit)}</Chip>)}</Chips>
    </section>
  )
}
