import type { PoolCode } from '#engines/capacity/index.ts'
import type { Units } from '../contract.ts'
import { type DraftPeriod, type DraftSession, gridOf, type Planning, poolsWith, takenIn, takenOf } from './draft.ts'

/** How the units of a period that stays on the grid change. */
export type UnitRule = (period: DraftPeriod, change: (pool: PoolCode, to: number) => void) => void

export interface NewShape {
  readonly start: number
  readonly end: number
  readonly minutes: number
  /** For periods that appear. */
  readonly pools: Units
  readonly rule: UnitRule
}

/** Brings a pool to so many units, but never below what is taken; what could not be withdrawn is counted. */
export function setUnits(planning: Planning, period: DraftPeriod, pool: PoolCode, to: number): void {
  const now = (period.pools[pool] ??= { units: 0, taken: 0 })
  const next = Math.max(to, now.taken)
  if (next > to && to < now.units) planning.kept.set(pool, (planning.kept.get(pool) ?? 0) + Math.min(next, now.units) - to)
  now.units = next
}

/** Withdraws every free unit of a period; who has a unit keeps it. */
export function strip(period: DraftPeriod): void {
  for (const pool of Object.values(period.pools)) pool.units = pool.taken
}

/** Nobody is expected any more: the session goes where nobody has a unit; otherwise those who have one keep it, and the rest goes. */
export function vanish(planning: Planning, session: DraftSession): void {
  if (session.status !== 'open') return
  if (takenIn(session) === 0) session.status = 'closed'
  else {
    for (const period of session.periods) if (isAhead(planning, session, period)) strip(period)
    planning.staying.add(session.id)
    planning.peopleStaying += takenIn(session)
  }
}

function isAhead({ around }: Planning, session: DraftSession, period: DraftPeriod): boolean {
  return session.day > around.today || (session.day === around.today && period.start > around.nowMinute)
}

/**
 * Other hours, another length of periods, other units. Periods on both grids keep their people and change their units by the rule;
 * periods off the new grid lose what is free and stay for whoever has them; new ones appear where nobody is booked across them.
 */
export function reshape(planning: Planning, session: DraftSession, shape: NewShape): void {
  const grid = gridOf(shape.start, shape.end, shape.minutes)
  const onGrid = new Map(grid.map((slot) => [`${slot.start}-${slot.end}`, slot]))
  for (const period of session.periods) {
    if (!isAhead(planning, session, period)) continue
    const key = `${period.start}-${period.end}`
    if (onGrid.delete(key)) shape.rule(period, (pool, to) => setUnits(planning, period, pool, to))
    else {
      planning.peopleStaying += takenOf(period)
      strip(period)
    }
  }
  const standing = session.periods.filter((period) => takenOf(period) > 0)
  for (const slot of onGrid.values()) {
    if (standing.some((period) => period.start < slot.end && slot.start < period.end)) continue
    const period = { id: planning.nextId--, ...slot, pools: poolsWith(shape.pools) }
    if (isAhead(planning, session, period)) session.periods.push(period)
  }
  session.start = Math.min(shape.start, ...standing.map((period) => period.start))
  session.end = Math.max(shape.end, ...standing.map((period) => period.end))
}

/** The same periods, other units. */
export function changeUnitsOf(planning: Planning, session: DraftSession, rule: UnitRule): void {
  for (const period of session.periods) if (isAhead(planning, session, period)) rule(period, (pool, to) => setUnits(planning, period, pool, to))
}

export function byDelta(before: Units, after: Units): UnitRule {
  const codes = [...new Set([...Object.keys(before), ...Object.keys(after)])] as PoolCode[]
  return (period, change) => {
    for (const code of codes) {
      const delta = (after[code] ?? 0) - (before[code] ?? 0)
      if (delta !== 0) change(code, Math.max(0, (period.pools[code]?.units ?? 0) + delta))
    }
  }
}

export function exactly(units: Units): UnitRule {
  return (period, change) => {
    for (const [code, count] of Object.entries(units) as [PoolCode, number][]) change(code, count)
  }
}

/** Gives back what a pattern says and the period lacks; units that flowed to another pool are not made twice. */
export function fillUp(units: Units): UnitRule {
  return (period, change) => {
    let missing = Object.values(units).reduce((all, count) => all + count, 0) - Object.values(period.pools).reduce((all, pool) => all + pool.units, 0)
    for (const [code, count] of Object.entries(units) as [PoolCode, number][]) {
      const now = period.pools[code]?.units ?? 0
      const more = Math.min(missing, count - now)
      if (more <= 0) continue
      change(code, now + more)
      missing -= more
    }
  }
}

export const asItIs: UnitRule = () => undefined
