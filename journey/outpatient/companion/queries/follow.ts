import { sql } from 'kysely'
import { pastVisits } from '#journey/outpatient/consulting/index.ts'
import { itineraryOf, type Step } from '#journey/outpatient/itinerary/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Followed, Scope } from '../contract.ts'
import { type Entered, enter } from '../leave-row.ts'

/**
 * The day as this leave lets it be seen. Row-level security gives the steps of the kinds that are allowed; what is inside a
 * step and belongs to another leave is taken out here. Leaves an audit row under the companion's name, and a look.
 */
export async function follow(tx: Tx, given: Context, address: string): Promise<Followed> {
  const leave = await enter(tx, given, address)
  const context = asCompanion(given, leave)
  const may = (scope: Scope) => leave.scopes.includes(scope)
  const today = localDay(context.now)
  const day = await itineraryOf(tx, context, leave.personId, today)
  await sql`select companion.note_look(${leave.personId}, ${leave.id}, ${may('bill') && day.steps.some((one) => one.kind === 'pay') ? 'bill' : 'day'}, ${context.now})`.execute(tx)
  return {
    leaveId: leave.id, patientMasked: leave.patientMasked, scopes: [...leave.scopes], endsAt: leave.endsAt.toISOString(), day: today, version: day.version, state: day.state,
    steps: day.steps.map((step) => cut(step, may)), endsAround: may('waiting') ? day.endsAround : null, changes: may('next') ? day.changes : [], teaching: [], looks: [], asOf: day.asOf,
  }
}

/** What the doctor told the patient to do at home today. Only with leave for it; the caller works as the region. */
export async function teachingOf(tx: Tx, context: Context, leave: Entered): Promise<Followed['teaching']> {
  if (!leave.scopes.includes('teach')) return []
  const visits = await pastVisits(tx, await entriesOf(tx, leave.personId), { before: new Date(context.now.getTime() + 1), limit: 4 })
  const today = visits.filter((one) => localDay(new Date(one.startedAt)) === localDay(context.now) && one.advice.trim() !== '')
  if (today.length === 0) return []
  await audit(tx, context, { action: 'companion.read-teaching', personId: leave.personId, subject: `leave/${leave.id}` })
  await sql`select companion.note_look(${leave.personId}, ${leave.id}, 'teaching', ${context.now})`.execute(tx)
  return today.map((one) => ({ by: one.practitionerName, byEn: one.practitionerNameEn, advice: one.advice }))
}

/** The one who follows, under the leave's name: they may have no account. */
export const asCompanion = (context: Context, leave: Pick<Entered, 'id'>): Context => ({ ...context, actor: { kind: 'system', name: `companion:${leave.id}` }, purpose: 'companion' })

function cut(step: Step, may: (scope: Scope) => boolean): Step {
  const { href: _, ...rest } = step
  return { ...rest, ...(may('waiting') ? {} : { ahead: null, label: null }), dueCents: may('bill') ? step.dueCents : null }
}
