import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#ui/index.ts'
import { boundsOf, placeIn, type PlanDocument, type Point, type Unit } from '../../contract.ts'
import { lookOf } from './looks.ts'
import { useName } from './names.ts'
import './map.css'

export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export interface FloorMapProps {
  readonly plan: PlanDocument
  readonly level: string
  readonly label: string
  /** Lines of the way on this floor. */
  readonly lines?: readonly (readonly Point[])[] | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly closed?: ReadonlySet<string> | undefined
  /** Where one is now on the way. */
  readonly here?: Point | undefined
  /** Where to look when nothing on this floor is asked for. */
  readonly near?: Point | undefined
  readonly selected?: string | undefined
  readonly onSelect?: ((unitId: string) => void) | undefined
  /** A press on the plan, in its metres. */
  readonly onPoint?: ((point: Point) => void) | undefined
  /** What else is drawn, in metres with north up turned down: the editor's handles. */
  readonly children?: ReactNode
  readonly tall?: boolean | undefined
}

const LEAST_SPAN = 26
const MARGIN = 4

const y = (value: number): number => -value
const path = (rings: readonly (readonly Point[])[]): string => rings.map((ring) => `M${ring.map(([a, b]) => `${a} ${y(b)}`).join('L')}Z`).join('')

/** One floor as a drawing: rooms, doors, the way on it. Drag it, pinch it, or press the buttons. Says the same as the list of turns. */
export function FloorMap(props: FloorMapProps) {
  const { plan, level, lines = [], closed, here } = props
  const { t } = useTranslation('guidance')
  const ordinal = plan.levels.find(({ id }) => id === level)?.ordinal
  const together = new Set(plan.levels.filter((each) => each.ordinal === ordinal).map(({ id }) => id))
  const units = plan.units.filter((unit) => together.has(unit.level))
  const home = homeBox(units, lines, plan, props)
  const [moved, setMoved] = useState<{ readonly of: string; readonly box: Box }>()
  const key = `${level}/${home.x}/${home.y}/${home.width}`
  const box = moved?.of === key ? moved.box : home
  const zoom = (by: number): void => setMoved({ of: key, box: scaled(box, by) })
  const svg = useRef<SVGSVGElement>(null)
  const drag = useDrag(svg, { box, move: (next) => setMoved({ of: key, box: next }), onPoint: props.onPoint })
  const letter = useLetterSize(svg)
  const doors = plan.openings.filter((opening) => together.has(opening.level))
  return (
    <div className={props.tall ? 'guide-map guide-map--tall' : 'guide-map'}>
      <svg ref={svg} viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} role="img" aria-label={props.label} preserveAspectRatio="xMidYMid meet" {...drag}>
        <defs><pattern id="guide-hatch" width="1.4" height="1.4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.4" height="1.4" className="guide-shape--closed" /><path d="M0 0V1.4" className="guide-hatch" /></pattern></defs>
        {units.map((unit) => (
          <path
            key={unit.id} d={path([unit.polygon, ...(unit.holes ?? [])])} fillRule="evenodd" className="guide-shape" data-look={lookOf(unit.kind)}
            data-on={unit.id === props.to ? 'goal' : unit.id === props.from ? 'start' : unit.id === props.selected ? 'selected' : undefined}
            data-closed={closed?.has(unit.id) || undefined} onClick={props.onSelect && (() => props.onSelect?.(unit.id))}
          />
        ))}
        {doors.map(({ id, line: [a, b], inferred, barrier }) => <line key={id} x1={a[0]} y1={y(a[1])} x2={b[0]} y2={y(b[1])} className="guide-door" data-inferred={inferred || undefined} data-barrier={barrier || undefined} data-closed={closed?.has(id) || undefined} />)}
        {lines.map((line, i) => <g key={i}><polyline points={line.map(([a, b]) => `${a},${y(b)}`).join(' ')} className="guide-line guide-line--under" /><polyline points={line.map(([a, b]) => `${a},${y(b)}`).join(' ')} className="guide-line" /></g>)}
        {here && <circle cx={here[0]} cy={y(here[1])} r={box.width / 45} className="guide-here" />}
        <Labels units={units} props={props} size={letter(box)} />
        {props.children}
      </svg>
      <div className="guide-map__acts">
        <IconButton icon="plus" label={t('map.closer')} onPress={() => zoom(0.7)} />
        <IconButton icon="minus" label={t('map.further')} onPress={() => zoom(1.4)} />
        <IconButton icon="refresh" label={t('map.whole')} onPress={() => setMoved({ of: key, box: wholeBox(units) })} />
      </div>
    </div>
  )
}

function scaled(box: Box, by: number): Box {
  const width = Math.min(400, Math.max(10, box.width * by))
  const height = (box.height * width) / box.width
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }
}

function around(points: readonly Point[], least: number): Box {
  const { low, high } = boundsOf(points.length > 0 ? points : [[0, 0]])
  const width = Math.max(least, high[0] - low[0] + 2 * MARGIN)
  const height = Math.max(least * 0.8, high[1] - low[1] + 2 * MARGIN)
  return { x: (low[0] + high[0] - width) / 2, y: -(low[1] + high[1] + height) / 2, width, height }
}

/** Moved so that no more of what lies around the building is seen than need be. */
function within(box: Box, whole: Box): Box {
  const into = (at: number, size: number, from: number, room: number): number => (size >= room ? from - (size - room) / 2 : Math.min(Math.max(at, from), from + room - size))
  return { ...box, x: into(box.x, box.width, whole.x, whole.width), y: into(box.y, box.height, whole.y, whole.height) }
}

const wholeBox = (units: readonly Unit[]): Box => around(units.flatMap((unit) => unit.polygon), LEAST_SPAN)

function homeBox(units: readonly Unit[], lines: readonly (readonly Point[])[], plan: PlanDocument, { level, here, from, to, near }: FloorMapProps): Box {
  const points = lines.flat()
  const ends = [from, to].map((id) => units.find((unit) => unit.id === id)).filter((unit) => unit !== undefined)
  if (here && points.length > 0) return around([...nearby(points, here), here], LEAST_SPAN)
  if (points.length > 0) return around([...points, ...ends.flatMap((unit) => unit.polygon)], LEAST_SPAN)
  const whole = wholeBox(units.filter((unit) => unit.level === level).length > 0 ? units.filter((unit) => unit.level === level) : plan.units)
  if (ends.length > 0) return within(around(ends.flatMap((unit) => unit.polygon), LEAST_SPAN * 1.4), wholeBox(units))
  if (near) return within(around([near], LEAST_SPAN * 1.4), wholeBox(units))
  return whole
}

/** What of the way lies within some steps of where one is. */
const nearby = (points: readonly Point[], [a, b]: Point): Point[] => points.filter(([c, d]) => Math.hypot(c - a, d - b) < 28)

interface Dragging {
  readonly box: Box
  readonly onPoint: ((point: Point) => void) | undefined
  move(box: Box): void
}

/** How far two fingers are from each other; nothing for one. */
const apart = ([a, b]: readonly { x: number; y: number }[]): number => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0)

/** One finger moves the plan, two come nearer; a press that moved nothing is a point on it. */
function useDrag(svg: RefObject<SVGSVGElement | null>, { box, move, onPoint }: Dragging) {
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const start = useRef(box)
  const spread = useRef(0)
  const moved = useRef(false)
  const origin = useRef({ x: 0, y: 0 })
  const perPixel = (): number => start.current.width / Math.max(1, svg.current?.clientWidth ?? 1)
  const begin = (): void => {
    const all = [...pointers.current.values()]
    start.current = box
    origin.current = { x: all.reduce((sum, one) => sum + one.x, 0) / all.length, y: all.reduce((sum, one) => sum + one.y, 0) / all.length }
    spread.current = apart(all)
  }
  const press = ({ clientX, clientY }: PointerEvent<SVGSVGElement>): void => {
    const matrix = svg.current?.getScreenCTM()?.inverse()
    if (!matrix || !onPoint || moved.current) return
    const point = new DOMPoint(clientX, clientY).matrixTransform(matrix)
    onPoint([Math.round(point.x * 10) / 10, Math.round(-point.y * 10) / 10])
  }
  return {
      onPointerDown(event: PointerEvent<SVGSVGElement>) {
        moved.current = false
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        begin()
      },
      onPointerMove(event: PointerEvent<SVGSVGElement>) {
        if (!pointers.current.has(event.pointerId)) return
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        const all = [...pointers.current.values()]
        const centre = { x: all.reduce((sum, one) => sum + one.x, 0) / all.length, y: all.reduce((sum, one) => sum + one.y, 0) / all.length }
        const away = { x: centre.x - origin.current.x, y: centre.y - origin.current.y }
        if (all.length === 1 && Math.hypot(away.x, away.y) < 6) return
        moved.current = true
        const by = all.length > 1 && spread.current > 0 ? spread.current / Math.max(20, apart(all)) : 1
        const sized = scaled(start.current, by)
        move({ ...sized, x: sized.x - away.x * perPixel() * by, y: sized.y - away.y * perPixel() * by })
      },
      onPointerUp(event: PointerEvent<SVGSVGElement>) {
        pointers.current.delete(event.pointerId)
        if (pointers.current.size > 0) begin()
        else press(event)
      },
      onPointerLeave(event: PointerEvent<SVGSVGElement>) { pointers.current.delete(event.pointerId) },
      onPointerCancel(event: PointerEvent<SVGSVGElement>) { pointers.current.delete(event.pointerId) },
  }
}

/** How many metres high a letter is drawn, so that it is as large on the screen as other small text, in elder mode too. */
function useLetterSize(svg: RefObject<SVGSVGElement | null>): (box: Box) => number {
  const [screen, setScreen] = useState({ width: 358, height: 320, letter: 13 })
  useEffect(() => {
    const on = svg.current
    if (!on) return undefined
    const measure = (): void => setScreen({ width: on.clientWidth, height: on.clientHeight, letter: Number.parseFloat(getComputedStyle(on).fontSize) || 13 })
    const watcher = new ResizeObserver(measure)
    watcher.observe(on)
    return () => watcher.disconnect()
  }, [svg])
  return (box) => screen.letter / Math.max(0.1, Math.min(screen.width / box.width, screen.height / box.height))
}

const always: ReadonlySet<string> = new Set(['desk', 'pharmacy', 'laboratory', 'lift', 'stairs', 'escalator', 'entrance', 'toilet', 'bridge'])

/** Names where there is room for them, the ends of the way always; as large on the screen whatever the zoom. */
function Labels({ units, size, props }: { units: readonly Unit[]; size: number; props: FloorMapProps }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const taken: { x: number; y: number; w: number; h: number }[] = []
  const rank = (unit: Unit): number => (unit.id === props.to || unit.id === props.from || unit.id === props.selected || props.closed?.has(unit.id) ? 0 : always.has(unit.kind) ? 1 : 2)
  return (
    <g className="guide-names" aria-hidden="true" style={{ fontSize: size }}>
      {units.filter((unit) => unit.name !== '' && unit.kind !== 'corridor').toSorted((a, b) => rank(a) - rank(b)).map((unit) => {
        const [x, at] = placeIn(unit)
        const isClosed = props.closed?.has(unit.id) ?? false
        const words = (isClosed ? t('map.closed', { name: name(unit) }) : name(unit)).split(' ')
        const rows = words.length > 1 && words.length <= 4 ? [words.slice(0, -1).join(' '), words.at(-1)!] : [words.join(' ')]
        const width = Math.max(...rows.map((row) => [...row].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e80 ? 1 : 0.56), 0))) * size
        const place = { x: x - width / 2, y: -at - (rows.length * size) / 2, w: width, h: rows.length * size * 1.1 }
        const { low, high } = boundsOf(unit.polygon)
        const isEnd = rank(unit) === 0 && !isClosed
        const hasRoom = isEnd || isClosed || (high[0] - low[0] > width * (rank(unit) === 1 ? 0.5 : 0.92) && high[1] - low[1] > place.h * 0.7)
        const isFree = !taken.some((other) => other.x < place.x + place.w && place.x < other.x + other.w && other.y < place.y + place.h && place.y < other.y + other.h)
        if (!hasRoom || !isFree) return null
        taken.push(place)
        return <text key={unit.id} x={x} y={-at} textAnchor="middle" data-closed={isClosed || undefined} data-end={isEnd ? (unit.id === props.to ? 'goal' : 'start') : undefined}>{rows.map((row, i) => <tspan key={i} x={x} dy={i === 0 ? `${0.35 - (rows.length - 1) * 0.55}em` : '1.1em'}>{row}</tspan>)}</text>
      })}
    </g>
  )
}
