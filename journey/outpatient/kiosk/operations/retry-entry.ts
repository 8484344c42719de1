import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { type AwayAnswer, type AwayAnswerCode, againAnswers, OfferedTime, type RetryAway } from '../contract.ts'
import { EntryUnknown } from '../errors.ts'
import { contextOfMachine, type MachineContext } from '../machine-context.ts'
import { answerEntry } from './answer-entry.ts'
import type { Outcome } from './check-in-entry.ts'
import { placeWalkIn, takeUnit } from './place-walk-in.ts'
import { forPerson, takeTurn, type WalkInEntry } from './place-walk-ins.ts'

interface Row extends WalkInEntry {
  readonly answer: AwayAnswerCode
  readonly detail: Readonly<Record<string, string>>
}

/**
 * Somebody who came without a booking and got no place is tried for once more by staff, by their moment of coming: after they
 * were entered, after units were added; or the time that was offered beside the answer is taken, now that the person was asked.
 * Refused when it was settled or answered meanwhile ({@link EntryUnknown}).
 */
export async function retryEntry(tx: Tx, context: Context, snapshot: Snapshot, { institutionId, id, what }: RetryAway & { institutionId: number; id: string }): Promise<AwayAnswer> {
  await takeTurn(tx, institutionId)
  const { rows } = await sql<Row>`select id, machine, taken_at as "takenAt", department_id as "departmentId", fee_cents as "feeCents", list_id as "listId", sealed, answer, detail
    from kiosk.away_entry where institution_id = ${institutionId} and id = ${id} and settled_at is null and department_id is not null and sealed <> '' for update`.execute(tx)
  const row = rows[0]
  const offered = row && offeredIn(row.detail)
  if (!row || !againAnswers.includes(row.answer) || (what === 'offered' && !offered)) throw new EntryUnknown()
  // Staff do it, in the place of the machine that took it.
  const at: MachineContext = { ...contextOfMachine(institutionId, row.machine, context), actor: context.actor, purpose: context.purpose }
  const outcome = await forPerson(tx, at, row, async (wish): Promise<Outcome> => {
    if (what === 'again' || !offered) return placeWalkIn(tx, at, snapshot, wish)
    const taken = await takeUnit(tx, at, wish, { periodId: offered.periodId, pool: offered.pool, startsAt: new Date(offered.startsAt), asOf: at.now })
    // When somebody was quicker, there may be another.
    return taken instanceof DomainError ? placeWalkIn(tx, at, snapshot, wish) : taken
  })
  return answerEntry(tx, at, id, outcome)
}

/** The time that was free when the entry was answered. */
export function offeredIn(detail: Readonly<Record<string, string>>): OfferedTime | undefined {
  const text = detail['offered']
  return text === undefined ? undefined : OfferedTime.parse(JSON.parse(text))
}
