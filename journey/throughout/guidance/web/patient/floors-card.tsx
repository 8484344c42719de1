import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Chip, Chips, type IconName, List, ListItem, Tag } from '#ui/index.ts'
import { type Guide, placeIn, type PlanDocument, type Point, type Unit, type UnitKind } from '../../contract.ts'
import { FloorMap } from '../map/floor-map.tsx'
import { useName } from '../map/names.ts'
import { canDraw, floorsOf, Storeys } from './map-card.tsx'

const icons: Readonly<Partial<Record<UnitKind, IconName>>> = { pharmacy: 'pill', laboratory: 'flask', examination: 'scan', counter: 'wallet', desk: 'hand' }
/** What most people look for comes first. */
const sought: readonly UnitKind[] = ['desk', 'counter', 'pharmacy', 'laboratory', 'examination']
const unsought: ReadonlySet<UnitKind> = new Set(['corridor', 'closed', 'stairs', 'lift', 'escalator', 'ramp', 'entrance', 'hall', 'waiting', 'bridge', 'outdoor'])
const SHOWN = 6

interface FloorsCardProps {
  readonly guide: Guide
  /** Where one stands, or the main entrance. */
  readonly start: string | undefined
  readonly closed: ReadonlySet<string>
  onGo(unitId: string): void
}

/** Before a place is chosen: the floor where I am, near enough to be read, what is on it, and the other floors at one touch. */
export function FloorsCard({ guide, start, closed, onGo }: FloorsCardProps) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const { plan } = guide
  const floors = floorsOf(plan)
  const own = plan.units.find(({ id }) => id === start)
  const ordinalOf = (level: string): number => plan.levels.find(({ id }) => id === level)?.ordinal ?? 0
  const [chosen, choose] = useState<string>()
  const [isAll, showAll] = useState(false)
  const [isWhole, showWhole] = useState(false)
  const level = chosen ?? own?.level ?? floors.at(0)?.id ?? ''
  const ordinal = ordinalOf(level)
  const here = floors.find((one) => own && one.ordinal === ordinalOf(own.level))
  const label = t('map.label', { floor: name(floors.find((one) => one.ordinal === ordinal)!) })
  const places = placesOn(plan, ordinal)
  const toFloor = (id: string): void => { choose(id); showAll(false) }
  return (
    <section className="card card--stack guide-plan" aria-label={t('floors.title')}>
      {floors.length > 1 && (
        <Chips label={t('map.floors')}>
          {floors.map((one) => <Chip key={one.id} pressed={one.ordinal === ordinal} onPress={() => toFloor(one.id)} icon={one === here ? 'pin' : undefined}>{name(one)}{one === here && <span className="sr">{t('floors.here')}</span>}</Chip>)}
        </Chips>
      )}
      {isWhole
        ? <Suspense fallback={<div className="guide-map guide-map--waiting" role="status">{t('map.loading')}</div>}><Storeys plan={plan} level={level} label={label} legs={noLegs} from={start} to={undefined} closed={closed} here={undefined} /></Suspense>
        : <FloorMap plan={plan} level={level} label={label} from={start} near={own && nearestOn(plan, ordinal, placeIn(own))} closed={closed} />}
      {canDraw() && <Button kind="quiet" icon={isWhole ? 'pin' : 'building'} onPress={() => showWhole(!isWhole)}>{t(isWhole ? 'floors.floor' : 'floors.building')}</Button>}
      {places.length === 0 && <p className="muted">{t('floors.empty')}</p>}
      <List label={t('choose.list')}>
        {(isAll ? places : places.slice(0, SHOWN)).map((unit) => (
          <ListItem key={unit.id} icon={icons[unit.kind] ?? 'pin'} title={name(unit)} end={closed.has(unit.id) ? <Tag tone="danger" icon="info">{t('closed.title')}</Tag> : undefined} onPress={() => onGo(unit.id)} />
        ))}
      </List>
      {!isAll && places.length > SHOWN && <Button kind="soft" block onPress={() => showAll(true)}>{t('floors.all', { count: places.length })}</Button>}
    </section>
  )
}

const noLegs: readonly never[] = []

function placesOn(plan: PlanDocument, ordinal: number): Unit[] {
  const levels = new Set(plan.levels.filter((one) => one.ordinal === ordinal).map(({ id }) => id))
  const rank = (unit: Unit): number => (sought.includes(unit.kind) ? sought.indexOf(unit.kind) : sought.length)
  return plan.units.filter((unit) => levels.has(unit.level) && unit.name !== '' && !unsought.has(unit.kind)).toSorted((a, b) => rank(a) - rank(b))
}

/** The middle of whatever on this floor is nearest to where one stands: a look at another floor begins above or below oneself. */
function nearestOn(plan: PlanDocument, ordinal: number, [x, y]: Point): Point | undefined {
  const levels = new Set(plan.levels.filter((one) => one.ordinal === ordinal).map(({ id }) => id))
  const middles = plan.units.filter((unit) => levels.has(unit.level) && unit.name !== '').map((unit) => placeIn(unit))
  return middles.toSorted((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y))[0]
}
