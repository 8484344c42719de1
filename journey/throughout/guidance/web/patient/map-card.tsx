import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chip, Chips, Segmented, useChrome } from '#ui/index.ts'
import { type Guide, type Level, placeIn, type PlanDocument, type WayFound } from '../../contract.ts'
import { FloorMap } from '../map/floor-map.tsx'
import { useName } from '../map/names.ts'

/** Heavy, and for those only who can see it: never in the first page. */
export const Storeys = lazy(async () => ({ default: (await import('../storeys/storeys.tsx')).Storeys }))

let able: boolean | undefined
/** Whether this device draws in three dimensions at all. */
export function canDraw(): boolean {
  if (able !== undefined) return able
  const context = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('webgl2')
  able = context !== null
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return able
}
const wantsCalm = (): boolean => typeof matchMedia !== 'undefined' && matchMedia('(prefers-reduced-motion: reduce)').matches

/** The floors of a campus from the lowest up; levels of several buildings at one height are one floor. */
export const floorsOf = (plan: PlanDocument): Level[] => [...new Map(plan.levels.toSorted((a, b) => a.ordinal - b.ordinal).map((one) => [one.ordinal, one])).values()]

interface MapCardProps {
  readonly guide: Guide
  readonly walk: WayFound | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly closed: ReadonlySet<string>
  readonly step: number | undefined
}

/** The building: all its floors with the way through them, or one floor flat. Whoever wants less motion, and an older person, sees it flat first. */
export function MapCard({ guide, walk, from, to, closed, step }: MapCardProps) {
  const { t } = useTranslation('guidance')
  const { elder } = useChrome()
  const name = useName()
  const { plan } = guide
  const [flat, setFlat] = useState<boolean>()
  const isFlat = flat ?? (elder.on || wantsCalm() || !canDraw())
  const turn = step === undefined ? undefined : walk?.turns[step]
  const natural = turn?.level ?? plan.units.find(({ id }) => id === to)?.level ?? plan.units.find(({ id }) => id === from)?.level ?? plan.levels.toSorted((a, b) => Math.abs(a.ordinal) - Math.abs(b.ordinal))[0]!.id
  const [chosen, choose] = useState<{ readonly natural: string; readonly level: string }>()
  // A floor looked at stays until the way itself goes on to another one.
  const level = chosen?.natural === `${natural}/${step}` ? chosen.level : natural
  const ordinal = plan.levels.find(({ id }) => id === level)?.ordinal ?? 0
  const onWay = new Set((walk?.legs ?? []).map((leg) => plan.levels.find(({ id }) => id === leg.level)?.ordinal))
  const floors = floorsOf(plan)
  const lines = (walk?.legs ?? []).filter((leg) => plan.levels.find(({ id }) => id === leg.level)?.ordinal === ordinal).map((leg) => leg.points)
  const label = t('map.label', { floor: name(floors.find((one) => one.ordinal === ordinal)!) })
  const goal = plan.units.find(({ id }) => id === to)
  const here = turn && plan.levels.find(({ id }) => id === turn.level)?.ordinal === ordinal ? (turn.kind === 'arrive' && goal ? placeIn(goal) : turn.at) : undefined
  return (
    <section className="card card--stack guide-plan" aria-label={t('map.title')}>
      {canDraw() && <Segmented label={t('map.view')} value={isFlat ? 'flat' : 'storeys'} onChange={(next) => setFlat(next === 'flat')} options={[{ value: 'storeys', label: t('map.storeys') }, { value: 'flat', label: t('map.flat') }]} />}
      {isFlat
        ? <FloorMap plan={plan} level={level} label={label} lines={lines} from={from} to={to} closed={closed} here={here} />
        : <Suspense fallback={<div className="guide-map guide-map--waiting" role="status">{t('map.loading')}</div>}><Storeys plan={plan} level={level} label={label} legs={walk?.legs ?? []} from={from} to={to} closed={closed} here={here} /></Suspense>}
      {floors.length > 1 && (
        <Chips label={t('map.floors')}>
          {floors.map((one) => <Chip key={one.id} pressed={one.ordinal === ordinal} onPress={() => choose({ natural: `${natural}/${step}`, level: one.id })}>{name(one)}{onWay.has(one.ordinal) && <span className="guide-dot"><span className="sr">{t('map.on-way')}</span></span>}</Chip>)}
        </Chips>
      )}
    </section>
  )
}
