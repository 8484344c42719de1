import { sql } from 'kysely'
import { directory, directoryAtHand, type Snapshot } from '#journey/throughout/directory/index.ts'
import { IdentityDocument } from '#journey/throughout/people/contract.ts'
import { personByDocument } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import type { Services } from '#platform/services.ts'
import { keysOfList, openSealed } from '../away/list-keys.ts'
import { contextOfMachine, type MachineContext } from '../machine-context.ts'
import { walkInAloneRule } from '../rules.ts'
import { answerEntry } from './answer-entry.ts'
import { isDone, type Outcome, tried } from './check-in-entry.ts'
import { placeWalkIn, type WalkInWish } from './place-walk-in.ts'

type Places = Pick<Services, 'db' | 'clock' | 'log'>

export interface WalkInEntry {
  readonly id: string
  readonly machine: string
  readonly takenAt: Date
  readonly departmentId: number
  readonly feeCents: number | null
  readonly listId: string
  readonly sealed: string
}

const columns = sql`id, machine, taken_at as "takenAt", department_id as "departmentId", fee_cents as "feeCents", list_id as "listId", sealed`

/**
 * Gives everybody who came without a booking while we were away their place, in the order in which numbers were taken at
 * all machines of an institution. It waits until what came has lain so long that the other machines have sent theirs too;
 * whoever's machine comes later than that stands by their moment of coming among those who still wait, and moves nobody who
 * was called. One at a time for an institution, whichever processes do it. Answers how many it answered.
 */
export async function placeWalkIns(services: Places): Promise<number> {
  let placed = 0
  for (const institutionId of await institutionsWaiting(services)) {
    for (let misses = 0; misses < MOST_MISSES;) {
      const next = await firstOf(services, institutionId)
      if (!next) break
      const done = await placeFirst(services, institutionId, next)
      placed += done
      misses = done > 0 ? 0 : misses + 1
    }
  }
  return placed
}

async function institutionsWaiting({ db, clock }: Places): Promise<number[]> {
  const system = systemContext('kiosk.place-walk-ins', clock.now())
  return inTransaction(db, system, async (tx) => (await sql<{ id: number }>`select distinct institution_id as id from kiosk.away_entry where answer = 'received'`.execute(tx)).rows.map(({ id }) => id))
}

type First = Pick<WalkInEntry, 'id' | 'machine'>

/** Who took a number first of all who have none yet; undefined while nobody has waited long enough for the others. */
async function firstOf({ db, clock }: Places, institutionId: number): Promise<First | undefined> {
  const system = systemContext('kiosk.place-walk-ins', clock.now())
  return inTransaction(db, system, async (tx) => {
    const { settleSeconds } = await walkInAloneRule(tx, institutionId, system.now)
    const { rows } = await sql<First>`select id, machine from kiosk.away_entry where institution_id = ${institutionId} and answer = 'received'
      and exists (select from kiosk.away_entry o where o.institution_id = ${institutionId} and o.answer = 'received' and o.received_at <= ${system.now}::timestamptz - make_interval(secs => ${settleSeconds}))
      order by taken_at, id limit 1`.execute(tx)
    return rows[0]
  })
}

const TRIES = 2
/** So often another process may be quicker in a row; then it is left to that one. */
const MOST_MISSES = 20

/** Places this one if it is still the first. What fails twice without a reason is for a person: nobody behind it waits for that. */
async function placeFirst(services: Places, institutionId: number, { id, machine }: First): Promise<number> {
  const context = contextOfMachine(institutionId, machine, { now: services.clock.now(), requestId: 'kiosk.place-walk-ins' })
  await directory(services)
  const ifFirst = (outcome: (tx: Tx, entry: WalkInEntry) => Promise<Outcome>) => inTransaction(services.db, context, async (tx) => {
    // With the institution's turn in hand nobody else is placed meanwhile.
    await takeTurn(tx, institutionId)
    const { rows: [entry] } = await sql<WalkInEntry>`select ${columns} from kiosk.away_entry where institution_id = ${institutionId} and answer = 'received' order by taken_at, id limit 1`.execute(tx)
    if (entry?.id !== id) return 0
    await answerEntry(tx, context, id, await outcome(tx, entry))
    return 1
  })
  for (let attempt = 1; ; attempt++) {
    try {
      return await ifFirst(async (tx, entry) => outcomeOf(tx, context, await directoryAtHand(services), entry))
    } catch (error) {
      services.log.error({ err: error, entryId: id }, 'a walk-in taken alone could not be placed')
      if (attempt >= TRIES) return ifFirst(() => Promise.resolve({ answer: 'refused', detail: { code: 'kiosk.not-placed' } }))
    }
  }
}

/** One at a time: places of one institution's machines are given in one order. */
export const takeTurn = (tx: Tx, institutionId: number) => sql`select pg_advisory_xact_lock(hashtext('kiosk.place-walk-ins'), ${institutionId})`.execute(tx)

async function outcomeOf(tx: Tx, context: MachineContext, snapshot: Snapshot, entry: WalkInEntry): Promise<Outcome> {
  if (localDay(entry.takenAt) !== localDay(context.now)) return { answer: 'not-today' }
  const { goodForMinutes } = await walkInAloneRule(tx, context.institutionId, context.now)
  const isOld = context.now.getTime() - entry.takenAt.getTime() > goodForMinutes * 60_000
  return forPerson(tx, context, entry, (wish) => (isOld ? Promise.resolve({ answer: 'long-ago', personId: wish.person.personId }) : placeWalkIn(tx, context, snapshot, wish)))
}

/** Whose document it was, and what becomes of them; whoever has to be found by a person is written down as a board would show them. */
export async function forPerson(tx: Tx, context: MachineContext, entry: WalkInEntry, place: (wish: WalkInWish) => Promise<Outcome>): Promise<Outcome> {
  const { machine, institutionId } = context
  const opened = openSealed(keysOfList(institutionId, machine, entry.listId), entry.sealed)
  const document = IdentityDocument.safeParse(opened === undefined ? undefined : JSON.parse(opened))
  if (!document.success) return { answer: 'not-genuine' }
  const person = await tried(tx, () => personByDocument(tx, context, document.data.kind, document.data.number))
  if (person instanceof DomainError || !person) return { answer: 'not-known' }
  const outcome = await place({ person, departmentId: entry.departmentId, feeCents: entry.feeCents, at: entry.takenAt })
  return isDone(outcome) ? outcome : { ...outcome, detail: { ...outcome.detail, name: person.nameMasked } }
}
