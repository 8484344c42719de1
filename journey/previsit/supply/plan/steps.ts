import { createHash } from 'node:crypto'
import type { ExceptionFacts, PoolCode, UnitChange } from '#engines/capacity/index.ts'
import type { Units } from '../contract.ts'
import { type DraftPeriod, type DraftSession, type DraftTemplate, exceptionKey, type Planning } from './draft.ts'

export interface SessionStep {
  readonly was: DraftSession
  readonly to: DraftSession
  /** Minutes by which its day begins differ, and the day itself. */
  readonly isMoved: boolean
  readonly isHandedOver: boolean
  readonly isClosed: boolean
  readonly isShaped: boolean
  readonly periodsAdded: readonly DraftPeriod[]
  readonly units: readonly UnitChange[]
}

/** What has to be done so that the schedule becomes the draft. */
export interface Steps {
  readonly templatesAdded: readonly DraftTemplate[]
  readonly templatesEnded: readonly DraftTemplate[]
  readonly exceptionsPut: readonly ExceptionFacts[]
  readonly exceptionsRemoved: readonly ExceptionFacts[]
  readonly sessionsAdded: readonly DraftSession[]
  readonly sessions: readonly SessionStep[]
}

export function stepsOf({ facts, draft }: Planning): Steps {
  const templates = [...draft.templates.values()]
  const sessions = [...draft.sessions.values()]
  return {
    templatesAdded: templates.filter((each) => !facts.templates.has(each.id)),
    templatesEnded: templates.filter((each) => {
      const was = facts.templates.get(each.id)
      return was && (was.validTo !== each.validTo || was.active !== each.active)
    }),
    exceptionsPut: [...draft.exceptions.values()].filter((each) => JSON.stringify(each) !== JSON.stringify(facts.exceptions.get(exceptionKey(each.templateId, each.day)))),
    exceptionsRemoved: [...facts.exceptions.values()].filter((each) => !draft.exceptions.has(exceptionKey(each.templateId, each.day))),
    sessionsAdded: sessions.filter((each) => each.id < 0),
    sessions: sessions.flatMap((to) => {
      const was = facts.sessions.get(to.id)
      const step = was && sessionStep(was, to)
      return step ? [step] : []
    }),
  }
}

function sessionStep(was: DraftSession, to: DraftSession): SessionStep | undefined {
  const moved = movedBy(was, to)
  const isMoved = moved !== 0 || was.day !== to.day
  const isHandedOver = was.serviceId !== to.serviceId
  const isClosed = was.status === 'open' && to.status === 'closed'
  const isShaped = was.start + moved !== to.start || was.end + moved !== to.end || was.half !== to.half || was.room !== to.room || was.status !== to.status || was.templateId !== to.templateId
  const old = new Map(was.periods.map((period) => [period.id, period]))
  const periodsAdded = to.periods.filter((period) => period.id < 0)
  const units = to.periods.flatMap((period) => (period.id < 0 ? [] : unitChanges(old.get(period.id)!, period)))
  if (!isMoved && !isHandedOver && !isShaped && periodsAdded.length === 0 && units.length === 0) return undefined
  return { was, to, isMoved, isHandedOver, isClosed, isShaped, periodsAdded, units }
}

/** By how many minutes of the day everything in it moved. */
function movedBy(was: DraftSession, to: DraftSession): number {
  const first = was.periods[0]
  const same = first && to.periods.find((period) => period.id === first.id)
  return same ? same.start - first.start : to.day === was.day && to.templateId === was.templateId ? 0 : to.start - was.start
}

function unitChanges(was: DraftPeriod, to: DraftPeriod): UnitChange[] {
  return (Object.entries(to.pools) as [PoolCode, { units: number }][])
    .map(([pool, { units }]) => ({ periodId: to.id, pool, delta: units - (was.pools[pool]?.units ?? 0) })).filter((change) => change.delta !== 0)
}

export function unitsOf(period: DraftPeriod): Units {
  return Object.fromEntries(Object.entries(period.pools).map(([code, pool]) => [code, pool.units]))
}

/** The same fingerprint means the same effect. How full things are is not part of it, as long as it changes nothing. */
export function fingerprint(planning: Planning, steps: Steps): string {
  const bare = ({ periods: _periods, hasArrived: _arrived, ...rest }: DraftSession) => rest
  const effect = {
    ...steps,
    sessionsAdded: steps.sessionsAdded.map((each) => ({ ...bare(each), periods: each.periods.map((period) => [period.start, period.end, unitsOf(period)]) })),
    sessions: steps.sessions.map(({ was, to, periodsAdded, units }) => ({ was: bare(was), to: bare(to), periodsAdded: periodsAdded.map((period) => [period.start, period.end, unitsOf(period)]), units })),
    troubles: planning.troubles,
  }
  return createHash('sha256').update(JSON.stringify(effect)).digest('base64url')
}
