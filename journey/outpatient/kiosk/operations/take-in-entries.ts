import { sql } from 'kysely'
import { appointmentById, appointmentsOfPerson } from '#journey/previsit/booking/index.ts'
import { entriesOf, personByDocument } from '#journey/throughout/people/index.ts'
import { IdentityDocument } from '#journey/throughout/people/contract.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Db, inTransaction, type Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { effectiveTime } from '../away/effective-time.ts'
import { isGenuine, keysOfList, openSealed } from '../away/list-keys.ts'
import type { AwayAnswer, AwayAnswerCode, AwayEntry, SendAway } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { answerEntry } from './answer-entry.ts'
import { checkInEntry, isDone, type Outcome, tried } from './check-in-entry.ts'

/**
 * What a machine took while we were away, in the order it took it. Each is answered once and for good: sent again, by
 * whichever process and however often, the first answer stands. Nobody is checked in twice, whoever was quicker, a
 * phone, the desk or another machine; and what cannot be done is written down in words for the staff, not dropped.
 * Whoever has no booking is received only: their place is given in the order of all machines ({@link placeWalkIns}).
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
  const { departmentId = null, feeCents = null } = entry.walkIn ?? {}
  const { rows } = await sql`insert into kiosk.away_entry (institution_id, id, machine, paper, taken_at, clock_moved, received_at, department_id, fee_cents, list_id)
    values (${institutionId}, ${entry.id}, ${machine}, ${entry.paper}, ${at}, ${clockMoved}, ${now}, ${departmentId}, ${feeCents}, ${entry.listId}) on conflict do nothing returning id`.execute(tx)
  if (rows.length === 0) return storedAnswer(tx, institutionId, entry.id)
  if (genuine && entry.walkIn) {
    await sql`update kiosk.away_entry set answer = 'received', sealed = ${entry.sealed} where institution_id = ${institutionId} and id = ${entry.id}`.execute(tx)
    return { id: entry.id, answer: 'received', label: '' }
  }
  const outcome: Outcome = genuine ? await merge(tx, { ...context, now: at }, entry, openSealed(keys, entry.sealed), now) : { answer: 'not-genuine' }
  return answerEntry(tx, context, entry.id, outcome)
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

async function checkInFor(tx: Tx, context: MachineContext, personId: string, wanted: string | null): Promise<Outcome> {
  const { institutionId } = context
  const mine: readonly string[] = await entriesOf(tx, personId)
  const chosen = wanted === null ? undefined : await appointmentById(tx, context, institutionId, wanted)
  const today = await appointmentsOfPerson(tx, context, mine, institutionId, localDay(context.now))
  // The visit they chose; when that is gone, what else they have today: one that can be checked in for, or was.
  const candidates = [...today].toSorted((a, b) => Number(b.id === wanted) - Number(a.id === wanted))
  const refusals: Outcome[] = []
  for (const { id } of candidates) {
    const outcome = await checkInEntry(tx, context, personId, id)
    if (isDone(outcome)) return outcome
    refusals.push(outcome)
  }
  if (refusals[0]) return refusals[0]
  const isCancelled = chosen !== undefined && mine.includes(chosen.personId)
  return { answer: isCancelled ? 'cancelled' : 'not-booked', personId, ...(isCancelled ? { visitId: chosen.id, detail: { status: chosen.status } } : {}) }
}
