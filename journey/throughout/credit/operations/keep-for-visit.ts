import { sql } from 'kysely'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { currentEntry } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { billReference, followingId } from '../books.ts'
import type { visitOutcomes } from '../contract.ts'
import { visitLookedAt } from '../events.ts'
import { lockedLine, roomOf } from '../line.ts'
import { termsAt } from '../rules.ts'
import { place } from './promise.ts'

export interface ArrivedVisit {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  /** Absent: not an emergency, as far as anybody says. */
  readonly departmentId?: number
}

/** Emergency medicine in the national list of diagnosis subjects. */
const EMERGENCY_SUBJECT = '20'
/** What was kept and not used goes back by itself. */
const KEPT_HOURS = 36

/**
 * Looks at a check-in: where somebody agreed to pay after treatment, room is kept for this visit.
 *
 * It never stands in anybody's way. Who has not agreed, has no room left or owes something overdue is treated like everybody
 * and pays like everybody; the row says which. An emergency is not even looked at: no agreement, no limit, no question.
 * The same check-in twice keeps once; of two hospitals at once, the second keeps what is left.
 */
export async function keepForVisit(tx: Tx, context: Context, visit: ArrivedVisit): Promise<void> {
  const { institutionId, visitId } = visit
  const known = await sql`select from credit.visit where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  if (known.rows.length > 0) return
  const personId = await currentEntry(tx, visit.personId)
  const { outcome, keptCents } = (await isForEmergencies(tx, visit)) ? { outcome: 'emergency' as const, keptCents: 0 } : await keep(tx, context, { ...visit, personId })
  await sql`insert into credit.visit (institution_id, visit_id, person_id, outcome, kept_cents, checked_in_at)
    values (${institutionId}, ${visitId}, ${personId}, ${outcome}, ${keptCents}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: 'credit.keep-for-visit', personId, subject: `visit/${visitId}`, institutionId, detail: { outcome, keptCents } })
  await announce(tx, context, visitLookedAt({ institutionId, personId, visitId, outcome }))
}

async function isForEmergencies(tx: Tx, { institutionId, departmentId }: ArrivedVisit): Promise<boolean> {
  if (departmentId === undefined) return false
  const department = await departmentById(tx, institutionId, departmentId)
  return department?.subjectCodes.some((code) => code === EMERGENCY_SUBJECT || code.startsWith(`${EMERGENCY_SUBJECT}.`)) ?? false
}

async function keep(tx: Tx, context: Context, { institutionId, visitId, personId }: ArrivedVisit): Promise<{ outcome: (typeof visitOutcomes)[number]; keptCents: number }> {
  const line = await lockedLine(tx, context, personId)
  if (!line) return { outcome: 'not-agreed', keptCents: 0 }
  if (line.overdue) return { outcome: 'overdue', keptCents: 0 }
  const keptCents = Math.min(await roomOf(tx, line), (await termsAt(tx, context.now)).keepCents)
  if (keptCents === 0) return { outcome: 'no-room', keptCents }
  await place(tx, context, {
    id: followingId('keep', visitId), institutionId, personId: line.personId, cents: keptCents, reference: billReference(visitId),
    expiresAt: new Date(context.now.getTime() + KEPT_HOURS * 3_600_000), cause: 'visit', emergency: false, days: line.days,
  })
  return { outcome: 'kept', keptCents }
}
