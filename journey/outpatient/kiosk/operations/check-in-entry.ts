import { sql } from 'kysely'
import { checkIn, findVisit, labelOf } from '#journey/outpatient/arrival/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import type { AwayAnswerCode } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'

/** What became of an entry. */
export interface Outcome {
  readonly answer: AwayAnswerCode
  /** What its sentence needs. */
  readonly detail?: Readonly<Record<string, string>>
  readonly personId?: string
  readonly visitId?: string
  readonly label?: string
}

export const isDone = ({ answer }: Outcome): boolean => answer === 'merged' || answer === 'already' || answer === 'booked'

const ANSWER_OF: Readonly<Record<string, AwayAnswerCode>> = {
  'arrival.too-early': 'too-early', 'arrival.too-late': 'too-late', 'arrival.not-today': 'not-today', 'arrival.appointment-not-valid': 'cancelled',
}

/** Checks in for one appointment at the time of the context; whoever was quicker, a phone, the desk or another machine, stands. */
export async function checkInEntry(tx: Tx, context: MachineContext, personId: string, visitId: string): Promise<Outcome> {
  const { institutionId } = context
  const done = await tried(tx, () => checkIn(tx, context, { institutionId, appointmentId: visitId, proof: { by: 'kiosk' } }))
  if (done instanceof DomainError) return { answer: ANSWER_OF[done.code] ?? 'refused', personId, visitId, detail: wordsOf(done) }
  if (!done.already) return { answer: 'merged', personId, visitId, label: done.label }
  const visit = await findVisit(tx, institutionId, visitId)
  return {
    answer: 'already', personId, visitId, label: visit ? await labelOf(tx, visit) : done.label,
    detail: visit ? { by: visit.checkedInBy, at: visit.checkedInAt.toISOString() } : {},
  }
}

/** Of a refusal, what a sentence can say. */
export function wordsOf({ code, details }: DomainError): Record<string, string> {
  return { ...(Object.fromEntries(Object.entries(details).filter(([, value]) => typeof value === 'string')) as Record<string, string>), code }
}

/** What a refusal began is undone, and the refusal is the answer; anything else breaks off as it should. */
export async function tried<T>(tx: Tx, work: () => Promise<T>): Promise<T | DomainError> {
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
