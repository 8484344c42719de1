import { type AnyEdit, copyDraft, type Draft, type DraftSession, type Planning, Refused, type Surroundings, type Trouble } from './draft.ts'
import { sessionRestore } from './restore.ts'
import { sessionAdd, sessionChange, sessionClose, sessionHandOver, sessionMove } from './session-edits.ts'
import { templateChange, templateEnd, templateException, templateNew, templateRestore } from './template-edits.ts'

/**
 * What the schedule would be after these edits, one after the other. Pure: the facts go in, a draft comes out, and whoever shows
 * it and whoever carries it out look at the same thing. An edit that cannot be done leaves its trouble and changes nothing.
 */
export function makePlan(facts: Draft, edits: readonly AnyEdit[], around: Surroundings): Planning {
  let planning: Planning = {
    facts, draft: copyDraft(facts), around, troubles: [], kept: new Map(), staying: new Set(), peopleStaying: 0, takeBack: [], nextId: -1,
  }
  const madeBy = new Map<number, number>()
  for (const [edit, each] of edits.entries()) {
    const before = { draft: copyIfMany(edits, planning.draft), kept: new Map(planning.kept), takeBack: planning.takeBack.length, people: planning.peopleStaying }
    const firstNew = planning.nextId
    try {
      applyEdit(planning, each)
      for (let id = firstNew; id > planning.nextId; id--) madeBy.set(id, edit)
      if (each.kind === 'session-move' || each.kind === 'session-hand-over') {
        const session = planning.draft.sessions.get(each.sessionId)!
        const other = busyWith(planning.draft, session)
        if (other) throw new Refused({ code: 'doctor-busy', day: session.day, sessionId: other.id })
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      planning.troubles.push({ ...error.trouble, edit })
      planning.takeBack.length = before.takeBack
      planning = { ...planning, draft: before.draft ?? planning.draft, kept: before.kept, peopleStaying: before.people }
    }
  }
  planning.troubles.push(...twoPlaces(planning, edits, madeBy), ...twoPatterns(planning, madeBy))
  planning.takeBack.reverse()
  return planning
}

/** A refused edit stops the whole plan, so a half-made draft is never carried out; only a short list is worth showing around it. */
function copyIfMany(edits: readonly AnyEdit[], draft: Draft): Draft | undefined {
  return edits.length <= 20 ? copyDraft(draft) : undefined
}

function applyEdit(planning: Planning, edit: AnyEdit): void {
  switch (edit.kind) {
    case 'template-new': return templateNew(planning, edit)
    case 'template-change': return templateChange(planning, edit)
    case 'template-end': return templateEnd(planning, edit)
    case 'exception': return templateException(planning, edit)
    case 'session-add': return sessionAdd(planning, edit)
    case 'session-move': return sessionMove(planning, edit)
    case 'session-change': return sessionChange(planning, edit)
    case 'session-close': return sessionClose(planning, edit)
    case 'session-hand-over': return sessionHandOver(planning, edit)
    case 'session-restore': return sessionRestore(planning, edit)
    case 'template-restore': return templateRestore(planning, edit)
  }
}

function overlap(a: DraftSession, b: DraftSession): boolean {
  return a.day === b.day && a.start < b.end && b.start < a.end
}

function busyWith(draft: Draft, session: DraftSession): DraftSession | undefined {
  if (session.resourceId === null) return undefined
  return [...draft.sessions.values()].find((other) =>
    other.id !== session.id && other.resourceId === session.resourceId && other.status !== 'closed' && overlap(session, other))
}

/** A doctor is in one place at a time: pairs of sessions that overlap, where the plan made or changed at least one. */
function twoPlaces({ facts, draft }: Planning, edits: readonly AnyEdit[], madeBy: ReadonlyMap<number, number>): Trouble[] {
  const found: Trouble[] = []
  const byDoctorDay = new Map<string, DraftSession[]>()
  const isNew = (session: DraftSession) => {
    const was = facts.sessions.get(session.id)
    return !was || was.day !== session.day || was.start > session.start || was.end < session.end || was.resourceId !== session.resourceId || was.status === 'closed'
  }
  for (const session of draft.sessions.values()) {
    if (session.resourceId === null || session.status === 'closed') continue
    const key = `${session.resourceId} ${session.day}`
    const others = byDoctorDay.get(key) ?? []
    for (const other of others) {
      if (!overlap(session, other) || !(isNew(session) || isNew(other))) continue
      const [mine, theirs] = isNew(session) ? [session, other] : [other, session]
      found.push({ edit: editOf(mine, facts, edits, madeBy), code: 'doctor-busy', day: mine.day, sessionId: theirs.id })
    }
    byDoctorDay.set(key, [...others, session])
  }
  return found
}

function editOf(session: DraftSession, facts: Draft, edits: readonly AnyEdit[], madeBy: ReadonlyMap<number, number>): number {
  const made = madeBy.get(session.id)
  if (made !== undefined) return made
  const template = facts.sessions.get(session.id)?.templateId
  return Math.max(0, edits.findLastIndex((edit) => ('sessionId' in edit && edit.sessionId === session.id) || ('templateId' in edit && edit.templateId === template)))
}

/** Two weekly patterns of one doctor must not overlap either: their sessions would, some weeks from now. */
function twoPatterns({ facts, draft }: Planning, madeBy: ReadonlyMap<number, number>): Trouble[] {
  const found: Trouble[] = []
  const all = [...draft.templates.values()].filter((template) => template.active && template.resourceId !== null)
  for (const mine of all.filter((template) => !facts.templates.has(template.id))) {
    const other = all.find((each) => each.id !== mine.id && each.resourceId === mine.resourceId && (facts.templates.has(each.id) || each.id > mine.id)
      && each.weekdays.some((day) => mine.weekdays.includes(day)) && each.from < mine.to && mine.from < each.to
      && each.validFrom <= (mine.validTo ?? '9999') && mine.validFrom <= (each.validTo ?? '9999'))
    if (other) found.push({ edit: madeBy.get(mine.id) ?? 0, code: 'doctor-busy-weekly', with: String(other.serviceId) })
  }
  return found
}
