import { addDays } from '#engines/capacity/index.ts'
import { type Edit, type TemplateBody, unitsAsText } from '../contract.ts'
import {
  type DraftSession, type DraftTemplate, exceptionKey, gridOf, minuteOf, type Planning, poolsWith, Refused, type SessionRestore, type TemplateRestore, worksOn,
} from './draft.ts'
import { sessionRestore, snapshotOf } from './restore.ts'
import { byDelta, changeUnitsOf, fillUp, reshape, type UnitRule, vanish } from './reshape.ts'

type Of<Kind extends Edit['kind']> = Extract<Edit, { kind: Kind }>

/** What any pattern must be; throws the first thing that is wrong. */
export function checkBody(planning: Planning, body: Pick<TemplateBody, 'from' | 'to' | 'periodMinutes' | 'pools'> & { validFrom?: string; validTo?: string | null }): void {
  if (minuteOf(body.to) <= minuteOf(body.from)) throw new Refused({ code: 'ends-before-starts' })
  if (gridOf(minuteOf(body.from), minuteOf(body.to), body.periodMinutes).length === 0) throw new Refused({ code: 'no-period-fits' })
  if (body.validFrom !== undefined && body.validTo != null && body.validTo < body.validFrom) throw new Refused({ code: 'ends-before-starts', day: body.validTo })
  const units = Object.entries(body.pools)
  const unknown = units.find(([code, count]) => count > 0 && !planning.around.pools.has(code as never))
  if (unknown) throw new Refused({ code: 'unknown-pool', with: unknown[0] })
  if (units.every(([, count]) => count === 0)) throw new Refused({ code: 'no-units' })
}

export function templateNew(planning: Planning, { serviceId, template: body }: Of<'template-new'>): void {
  const clinic = planning.around.clinics.get(serviceId)
  if (!clinic?.active) throw new Refused({ code: 'no-such-clinic' })
  checkBody(planning, body)
  if (body.validFrom <= planning.around.today) throw new Refused({ code: 'starts-too-soon', day: body.validFrom })
  const template: DraftTemplate = { ...body, id: planning.nextId--, serviceId, resourceId: clinic.practitionerId, active: true, followsId: null }
  planning.draft.templates.set(template.id, template)
  appearAll(planning, template)
  planning.takeBack.push({ kind: 'template-end', templateId: template.id, lastDay: addDays(body.validFrom, -1) })
}

export function templateChange(planning: Planning, { templateId, from, change }: Of<'template-change'>): void {
  const { draft } = planning
  const old = templateOf(planning, templateId)
  if (from <= planning.around.today) throw new Refused({ code: 'starts-too-soon', day: from })
  const start = from > old.validFrom ? from : old.validFrom
  const wasOver = !old.active || (old.validTo !== null && old.validTo < start)
  const next: DraftTemplate = { ...old, ...without(change), id: planning.nextId--, validFrom: start, active: true, followsId: old.id }
  checkBody(planning, next)
  const unchanged = !wasOver && sameBody({ ...old, validFrom: start }, next)
  if (unchanged) throw new Refused({ code: 'nothing-changes' })
  planning.takeBack.push({
    kind: 'template-restore', templateId: next.id, left: { active: true, validTo: next.validTo }, from: start, body: bodyOf(old), sessions: snapshots(planning, old.id, start),
  })
  endAt(old, addDays(start, -1))
  draft.templates.set(next.id, next)
  carryExceptions(planning, old.id, next)
  for (const session of sessionsOf(planning, old.id)) {
    if (session.day < start || session.status === 'closed') continue
    if (!worksOn(next, session.day, planning.around)) {
      vanish(planning, session)
      continue
    }
    session.templateId = next.id
    if (session.status === 'open') adapt(planning, session, { before: old, after: next, rule: wasOver ? fillUp(next.pools) : byDelta(old.pools, next.pools) })
  }
  appearAll(planning, next)
}

export function templateEnd(planning: Planning, { templateId, lastDay }: Of<'template-end'>): void {
  const { today } = planning.around
  const old = templateOf(planning, templateId)
  if (lastDay < today && old.validFrom <= today) throw new Refused({ code: 'starts-too-soon', day: lastDay })
  if (!old.active || (old.validTo !== null && old.validTo <= lastDay)) throw new Refused({ code: 'nothing-changes' })
  const from = addDays(lastDay, 1)
  const body = bodyOf(old)
  endAt(old, lastDay)
  planning.takeBack.push({ kind: 'template-restore', templateId, left: { active: old.active, validTo: old.validTo }, from, body, sessions: snapshots(planning, templateId, from) })
  for (const session of sessionsOf(planning, templateId)) if (session.day > lastDay) vanish(planning, session)
}

/** The pattern and its sessions as they were; sessions that the change brought go, unless somebody is booked in them. */
export function templateRestore(planning: Planning, { templateId, left, from, body, sessions }: TemplateRestore): void {
  const { draft, around } = planning
  const old = templateOf(planning, templateId)
  if (old.active !== left.active || old.validTo !== left.validTo) throw new Refused({ code: 'no-such-template' })
  const start = [from, old.validFrom, addDays(around.today, 1)].sort().at(-1)!
  const next: DraftTemplate = { ...old, ...body, id: planning.nextId--, validFrom: start, active: true, followsId: old.id }
  endAt(old, addDays(start, -1))
  draft.templates.set(next.id, next)
  carryExceptions(planning, old.id, next)
  const known = new Set(sessions.map((each) => each.sessionId))
  for (const session of sessionsOf(planning, old.id)) {
    if (session.day < start || known.has(session.id)) continue
    if (session.status === 'suspended' && worksOn(next, session.day, around)) session.templateId = next.id
    vanish(planning, session)
  }
  for (const each of sessions) {
    const session = draft.sessions.get(each.sessionId)
    if (!session || session.day < start || session.status === 'suspended') continue
    sessionRestore(planning, each)
    session.templateId = next.id
  }
  appearAll(planning, next)
}

function snapshots(planning: Planning, templateId: number, from: string): SessionRestore[] {
  return sessionsOf(planning, templateId).filter((session) => session.day >= from && session.status === 'open').map(snapshotOf)
}

function carryExceptions({ draft }: Planning, from: number, to: DraftTemplate): void {
  const carried = [...draft.exceptions.values()].filter((each) => each.templateId === from && each.day >= to.validFrom)
  for (const each of carried) {
    draft.exceptions.set(exceptionKey(to.id, each.day), { ...each, templateId: to.id })
  }
}

export function templateException(planning: Planning, edit: Of<'exception'>): void {
  const { draft, around } = planning
  const template = templateOf(planning, edit.templateId)
  if (edit.day <= around.today) throw new Refused({ code: 'starts-too-soon', day: edit.day })
  const isKnownDay = around.calendar.has(edit.day)
  if (isKnownDay && !worksOn(template, edit.day, around)) throw new Refused({ code: 'not-in-pattern', day: edit.day })
  const key = exceptionKey(template.id, edit.day)
  const before = draft.exceptions.get(key)
  planning.takeBack.push(before
    ? { kind: 'exception', templateId: template.id, day: edit.day, what: before.from === null ? 'off' : 'hours', ...(before.from && before.to ? { from: before.from, to: before.to } : {}), ...(before.room === null ? {} : { room: before.room }) }
    : { kind: 'exception', templateId: template.id, day: edit.day, what: 'back' })
  if (edit.what === 'back') {
    if (!before) throw new Refused({ code: 'nothing-changes', day: edit.day })
    draft.exceptions.delete(key)
  } else {
    const hours = edit.what === 'hours' ? { from: edit.from ?? template.from, to: edit.to ?? template.to } : { from: null, to: null }
    if (hours.from !== null && minuteOf(hours.to) <= minuteOf(hours.from)) throw new Refused({ code: 'ends-before-starts', day: edit.day })
    draft.exceptions.set(key, { templateId: template.id, day: edit.day, ...hours, room: edit.what === 'hours' ? (edit.room ?? null) : null, reason: '' })
  }
  const session = sessionsOf(planning, template.id).find((each) => each.day === edit.day)
  if (!session) return appear(planning, template, edit.day)
  if (session.status === 'suspended') throw new Refused({ code: 'suspended', day: edit.day, sessionId: session.id })
  if (edit.what === 'off') return vanish(planning, session)
  session.status = 'open'
  adapt(planning, session, { before: template, after: template, rule: fillUp(template.pools) })
}

interface Adaptation {
  readonly before: DraftTemplate
  readonly after: DraftTemplate
  readonly rule: UnitRule
}

/** A session follows its pattern's change. Hours somebody set for that one day stay; so does a room of its own. */
function adapt(planning: Planning, session: DraftSession, { before, after, rule }: Adaptation): void {
  const own = planning.draft.exceptions.get(exceptionKey(after.id, session.day))
  const isOther = before !== after && session.room !== before.room
  session.half = after.half
  session.room = own?.room ?? (isOther ? session.room : after.room)
  const [start, end] = own?.from && own.to ? [minuteOf(own.from), minuteOf(own.to)] : [minuteOf(after.from), minuteOf(after.to)]
  const hasSameGrid = before !== after && before.from === after.from && before.to === after.to && before.periodMinutes === after.periodMinutes
  // Periods somebody withdrew or changed by hand are not made again by a change of room or units.
  if (hasSameGrid) changeUnitsOf(planning, session, rule)
  else reshape(planning, session, { start, end, minutes: after.periodMinutes, pools: after.pools, rule })
}

function appearAll(planning: Planning, template: DraftTemplate): void {
  for (const day of planning.around.calendar.keys()) appear(planning, template, day)
}

/** The session of a pattern on a day, where the pattern holds and there is none yet. */
function appear(planning: Planning, template: DraftTemplate, day: string): void {
  const { draft, around } = planning
  const own = draft.exceptions.get(exceptionKey(template.id, day))
  if (day <= around.today || !worksOn(template, day, around) || (own && own.from === null)) return
  if (sessionsOf(planning, template.id).some((session) => session.day === day)) return
  const [start, end] = [minuteOf(own?.from ?? template.from), minuteOf(own?.to ?? template.to)]
  const id = planning.nextId--
  draft.sessions.set(id, {
    id, serviceId: template.serviceId, resourceId: template.resourceId, day, half: template.half, start, end, room: own?.room ?? template.room,
    status: 'open', templateId: template.id, hasArrived: false,
    periods: gridOf(start, end, template.periodMinutes).map((slot) => ({ id: planning.nextId--, ...slot, pools: poolsWith(template.pools) })),
  })
}

function endAt(template: DraftTemplate, lastDay: string): void {
  if (lastDay < template.validFrom) template.active = false
  else template.validTo = template.validTo !== null && template.validTo < lastDay ? template.validTo : lastDay
}

export function templateOf({ draft }: Planning, id: number): DraftTemplate {
  const template = draft.templates.get(id)
  if (!template) throw new Refused({ code: 'no-such-template' })
  return template
}

function sessionsOf({ draft }: Planning, templateId: number): DraftSession[] {
  return [...draft.sessions.values()].filter((session) => session.templateId === templateId)
}

function bodyOf({ weekdays, half, from, to, periodMinutes, pools, room, validTo }: DraftTemplate): Omit<TemplateBody, 'validFrom'> {
  return { weekdays: [...weekdays], half, from, to, periodMinutes, pools: { ...pools }, room, validTo }
}

function sameBody(a: DraftTemplate, b: DraftTemplate): boolean {
  const plain = (template: DraftTemplate) => JSON.stringify({ ...bodyOf(template), weekdays: [...template.weekdays].sort((x, y) => x - y), pools: unitsAsText(template.pools) })
  return plain(a) === plain(b)
}

function without<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}
