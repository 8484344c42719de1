import type { ExceptionFacts, Half, PoolCode, TemplateFacts } from '#engines/capacity/index.ts'
import type { Edit, ProblemCode, TemplateBody, Units } from '../contract.ts'

export interface PoolUnits {
  units: number
  taken: number
}

/** start and end are minutes of the session's local day. */
export interface DraftPeriod {
  /** Negative: not there yet. */
  id: number
  start: number
  end: number
  pools: Partial<Record<PoolCode, PoolUnits>>
}

export interface DraftSession {
  id: number
  serviceId: number
  resourceId: number | null
  day: string
  half: Half
  start: number
  end: number
  room: string
  status: 'open' | 'suspended' | 'closed'
  templateId: number | null
  /** Somebody in it has already checked in. */
  hasArrived: boolean
  periods: DraftPeriod[]
}

export interface DraftTemplate extends TemplateFacts {
  validTo: string | null
  active: boolean
}

/** The schedule as it is, or as it would be. Edits change a draft; what differs from the facts is the plan. */
export interface Draft {
  templates: Map<number, DraftTemplate>
  /** By `template/day`. */
  exceptions: Map<string, ExceptionFacts>
  sessions: Map<number, DraftSession>
}

export interface ClinicFacts {
  readonly id: number
  readonly practitionerId: number | null
  readonly departmentId: number
  readonly name: string
  readonly active: boolean
}

/** What does not change while planning. */
export interface Surroundings {
  readonly today: string
  /** Minutes of today's local day that are over. */
  readonly nowMinute: number
  /** The days for which sessions exist, with whose pattern they are worked by. */
  readonly calendar: ReadonlyMap<string, number>
  readonly until: string
  readonly clinics: ReadonlyMap<number, ClinicFacts>
  /** Who sees patients here. */
  readonly doctors: ReadonlySet<number>
  readonly pools: ReadonlySet<PoolCode>
}

export interface Trouble {
  readonly edit: number
  readonly code: ProblemCode
  readonly day?: string
  readonly sessionId?: number
  readonly with?: string
  readonly personId?: string
}

/** An edit that only takes something back: units, hours and state of a session as they were. */
export interface SessionRestore {
  readonly kind: 'session-restore'
  readonly sessionId: number
  readonly status: 'open' | 'closed'
  readonly half: Half
  readonly start: number
  readonly end: number
  readonly room: string
  readonly periods: readonly { readonly start: number; readonly end: number; readonly pools: Units }[]
}

/** Takes a change or an end of a pattern back: the pattern as it was, with its sessions as they were. */
export interface TemplateRestore {
  readonly kind: 'template-restore'
  readonly templateId: number
  /** How the pattern was left: one that somebody changed since is theirs. */
  readonly left: { readonly active: boolean; readonly validTo: string | null }
  readonly from: string
  readonly body: Omit<TemplateBody, 'validFrom'>
  readonly sessions: readonly SessionRestore[]
}
export type AnyEdit = Edit | SessionRestore | TemplateRestore

/** One planning under way. */
export interface Planning {
  readonly facts: Draft
  readonly draft: Draft
  readonly around: Surroundings
  readonly troubles: Trouble[]
  /** Units that were asked to be withdrawn and belong to somebody. */
  kept: Map<PoolCode, number>
  /** Sessions the pattern no longer has, in which somebody is booked. */
  readonly staying: Set<number>
  /** Units of booked people whose time is off the pattern and stays theirs. */
  peopleStaying: number
  /** What undoes the edits, last first; template and session numbers may be negative until they exist. */
  readonly takeBack: AnyEdit[]
  nextId: number
}

export class Refused extends Error {
  readonly trouble: Omit<Trouble, 'edit'>
  constructor(trouble: Omit<Trouble, 'edit'>) {
    super(trouble.code)
    this.trouble = trouble
  }
}

export const exceptionKey = (templateId: number, day: string): string => `${templateId}/${day}`
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
export const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export function copyDraft(draft: Draft): Draft {
  return structuredClone(draft)
}

/** The periods that fit between two times; a rest at the end that is too short is no period. */
export function gridOf(from: number, to: number, minutes: number): { start: number; end: number }[] {
  const grid = []
  for (let start = from; start + minutes <= to; start += minutes) grid.push({ start, end: start + minutes })
  return grid
}

export function poolsWith(units: Units): Partial<Record<PoolCode, PoolUnits>> {
  return Object.fromEntries(Object.entries(units).filter(([, count]) => count > 0).map(([code, count]) => [code, { units: count, taken: 0 }]))
}

const sum = (session: DraftSession, key: 'units' | 'taken'): number =>
  session.periods.reduce((all, period) => all + Object.values(period.pools).reduce((some, pool) => some + pool[key], 0), 0)
export const takenIn = (session: DraftSession): number => sum(session, 'taken')
export const unitsIn = (session: DraftSession): number => sum(session, 'units')
export const takenOf = (period: DraftPeriod): number => Object.values(period.pools).reduce((some, pool) => some + pool.taken, 0)

/** Whether the pattern holds on this day of the real calendar; exceptions are another matter. */
export function worksOn(template: DraftTemplate, day: string, around: Surroundings): boolean {
  const weekday = around.calendar.get(day)
  return template.active && weekday !== undefined && template.weekdays.includes(weekday) && day >= template.validFrom && (template.validTo === null || day <= template.validTo)
}

export function isStarted(session: DraftSession, { today, nowMinute }: Surroundings): boolean {
  return session.day < today || (session.day === today && session.start <= nowMinute)
}
