import { sql } from 'kysely'
import { checkIn, findVisit, labelOf } from '#journey/outpatient/arrival/index.ts'
import { appointmentById, appointmentsOfPerson } from '#journey/previsit/booking/index.ts'
import { entriesOf, personByDocument } from '#journey/throughout/people/index.ts'
import { IdentityDocument } from '#journey/throughout/people/contract.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Db, inTransaction, type Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { announce } from '#platform/events/index.ts'
import { effectiveTime } from '../away/effective-time.ts'
import { isGenuine, keysOfList, openSealed } from '../away/list-keys.ts'
import type { AwayAnswer, AwayAnswerCode, AwayEntry, SendAway } from '../contract.ts'
import { entryAnswered } from '../events.ts'
import type { MachineContext } from '../machine-context.ts'

interface Outcome {
  readonly answer: AwayAnswerCode
  readonly detail?: Readonly<Record<string, string>>
  readonly personId?: string
  readonly visitId?: string
  readonly label?: string
}

/**
 * What a machine took while we were away, in the order it took it. Each is answered once and for good: sent again, by
 * whichever process and however often, the first answer stands. Nobody is checked in twice, whoever was quicker, a
 * phone, the desk or another machine; and what cannot be done is written down in words for the staff, not dropped.
 */
export async function takeInEntries(db: Db, context: MachineContext, { entries, ...sending }: SendAway): Promise<AwayAnswer[]> {
  const answers: AwayAnswer[] = []
  for (const entry of entries.toSorted((a, b) => a.seq - b.seq)) {
    answers.push(await inTransaction(db, context, (tx) => takeIn(tx, context, entry, sending)))
  }
  return answers
}

async function takeIn(tx: Tx, context: MachineContext, entry: AwayEntry, sending: Omit<SendAway, 'entries'>): Promise<AwayAnswer> {
  const { institutionId, machine, now } = context
  const keys = keysOfList(institutionId, machine, entry.listId)
  const genuine = isGenuine(keys, entry)
  const { at, clockMoved } = effectiveTime(
    { takenAt: new Date(entry.takenAt), runMs: entry.runMs, run: entry.run, notBefore: new Date(entry.listIssuedAt) }, { ...sending, receivedAt: now },
  )
  // Whoever sends the same entry meanwhile waits here until this one is answered.
  const { rows } = await sql`insert into kiosk.away_entry (institution_id, id, machine, paper, taken_at, clock_moved, received_at)
    values (${institutionId}, ${entry.id}, ${machine}, ${entry.paper}, ${at}, ${clockMoved}, ${now}) on conflict do nothing returning id`.execute(tx)
  if (rows.length === 0) return storedAnswer(tx, institutionId, entry.id)
  const outcome = genuine ? await merge(tx, { ...context, now: at }, entry, openSealed(keys, entry.sealed), now) : { answer: 'not-genuine' as const }
  const { answer, detail = {}, personId = null, visitId = null, label = '' } = outcome as Outcome & { personId?: string | null }
  await sql`update kiosk.away_entry set answer = ${answer}, detail = ${JSON.stringify(detail)}, person_id = ${personId}, visit_id = ${visitId}, label = ${label}
    where institution_id = ${institutionId} and id = ${entry.id}`.execute(tx)
  await audit(tx, context, { action: 'kiosk.take-in-entry', ...(personId ? { personId } : {}), subject: `away-entry/${entry.id}`, institutionId, detail: { answer, machine } })
  await announce(tx, context, entryAnswered(institutionId, entry.id, answer))
  return { id: entry.id, answer, label }
}

async function storedAnswer(tx: Tx, institutionId: number, id: string): Promise<AwayAnswer> {
  const { rows } = await sql<{ answer: AwayAnswerCode; label: string }>`select answer, label from kiosk.away_entry where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  return { id, answer: rows[0]?.answer ?? 'not-genuine', label: rows[0]?.label ?? '' }
}

/** The time of the context is when the person stood at the machine: by it windows are judged and places given. */
async function merge(tx: Tx, context: MachineContext, entry: AwayEntry, opened: string | undefined, receivedAt: Date): Promise<Outcome> {
  const document = IdentityDocument.safeParse(opened === undefined ? undefined : JSON.parse(opened))
  if (!document.success) return { answer: 'not-genuine' }
  if (localDay(context.now) !== localDay(receivedAt)) return { answer: 'not-today' }
  const found = await tried(tx, () => personByDocument(tx, context, document.data.kind, document.data.number))
  if (found instanceof DomainError || !found) return { answer: 'not-known' }
  const outcome = await checkInFor(tx, context, found.personId, entry.visitId)
  // Whoever has to be found by a person is written down as a board would show them; the rest stays without a name.
  return isDone(outcome) ? outcome : { ...outcome, detail: { ...outcome.detail, name: found.nameMasked } }
}

const isDone = ({ answer }: Outcome) => answer === 'merged' || answer === 'already'

async function checkInFor(tx: Tx, context: MachineContext, personId: string, wanted: string | null): Promise<Outcome> {
  const { institutionId } = context
  const mine: readonly string[] = await entriesOf(tx, personId)
  const chosen = wanted === null ? undefined : await appointmentById(tx, context, institutionId, wanted)
  const today = await appointmentsOfPerson(tx, context, mine, institutionId, localDay(context.now))
  // The visit they chose; when that is gone, what else they have today: one that can be checked in for, or was.
  const candidates = [...today].toSorted((a, b) => Number(b.id === wanted) - Number(a.id === wanted))
  const refusals: Outcome[] = []
  for (const { id } of candidates) {
    const outcome = await checkInOne(tx, context, personId, id)
    if (isDone(outcome)) return outcome
    refusals.push(outcome)
  }
  if (refusals[0]) return refusals[0]
  const isCancelled = chosen !== undefined && mine.includes(chosen.personId)
  return { answer: isCancelled ? 'cancelled' : 'not-booked', personId, ...(isCancelled ? { visitId: chosen.id, detail: { status: chosen.status } } : {}) }
}

const ANSWER_OF: Readonly<Record<string, AwayAnswerCode>> = {
  'arrival.too-early': 'too-early', 'arrival.too-late': 'too-late', 'arrival.not-today': 'not-today', 'arrival.appointment-not-valid': 'cancelled',
}

async function checkInOne(tx: Tx, context: MachineContext, personId: string, visitId: string): Promise<Outcome> {
  const { institutionId } = context
  const done = await tried(tx, () => checkIn(tx, context, { institutionId, appointmentId: visitId, proof: { by: 'kiosk' } }))
  if (done instanceof DomainError) {
    const detail = Object.fromEntries(Object.entries(done.details).filter(([, value]) => typeof value === 'string')) as Record<string, string>
    return { answer: ANSWER_OF[done.code] ?? 'refused', personId, visitId, detail: { ...detail, code: done.code } }
  }
  if (!done.already) return { answer: 'merged', personId, visitId, label: done.label }
  const visit = await findVisit(tx, institutionId, visitId)
  return {
    answer: 'already', personId, visitId, label: visit ? await labelOf(tx, visit) : done.label,
    detail: visit ? { by: visit.checkedInBy, at: visit.checkedInAt.toISOString() } : {},
  }
}

/** What a refusal began is undone, and the refusal is the answer; anything else breaks off as it should. */
async function tried<T>(tx: Tx, work: () => Promise<T>): Promise<T | DomainError> {
  await sql`savepoint tried`.execute(tx)
  try {
    const done = await work()
    await sql`release savepoint tried`.execute(tx)
    return done
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await sql`rollback to savepoint tried`.execute(tx)
    return error
  }
}
