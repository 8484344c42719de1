import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { helperLimits } from './rules.ts'
import { askBatch, type BookAnswer, type Wish } from './wish.ts'

/** Another wish for the same time under the caps of a named helper, and what a refusal under them is called. */
interface Raised {
  readonly wish: Wish
  readonly called: (reason: string) => string
}

const CAPS: readonly string[] = ['account-limit', 'device-limit']

/** Whether nothing but the caps of account and device were in the way: only then it matters whether a helper asks. */
export function onlyCaps({ outcome, reasons }: BookAnswer): boolean {
  return outcome === 'refused' && reasons.length > 0 && reasons.every((reason) => CAPS.includes(reason))
}

/**
 * The caps of whoever was named as a helper (a village doctor, a care home, a volunteer), where the ordinary ones were in the way.
 * Their account books for as many as agreed to it themselves and no more, however the list changes, up to the rule; a device they
 * book on serves those who come to them with accounts of their own. The database judges the raised wish like any other.
 */
export async function raisedForHelper(tx: Tx, wish: Wish): Promise<Raised | undefined> {
  if (wish.actor_kind !== 'patient') return undefined
  const rule = await ruleAt(tx, helperLimits, wish.institution_id, wish.now)
  const { rows } = await sql<{ isHelper: boolean; agreed: number; withPerson: boolean; onDevice: boolean }>`
    select is_helper as "isHelper", agreed, with_person as "withPerson", on_device as "onDevice"
    from booking.helper_terms(${wish.institution_id}, ${wish.actor_id}, ${wish.person_id}, ${wish.device}, ${rule.devices}, ${wish.now}, ${wish.people_from})`.execute(tx)
  const { isHelper, agreed, withPerson, onDevice } = rows[0]!
  const asHelper = isHelper && withPerson
  if (!asHelper && !onDevice) return undefined
  return {
    wish: {
      ...wish,
      ...(asHelper ? { account_day: rule.perHelperDay, account_people: Math.min(rule.peoplePerHelper, agreed + 1), person_open: Math.min(wish.person_open, rule.perRelationOpen) } : {}),
      ...(wish.device !== null && (asHelper || onDevice) ? { device_day: rule.perDeviceDay, device_people: rule.peoplePerDevice } : {}),
    },
    called: (reason) => (asHelper && CAPS.includes(reason) ? 'helper-limit' : reason),
  }
}

/** Asks for one wish within the caller's own transaction, and once more with the caps of a helper where those were in the way. */
export async function askOne(tx: Tx, wish: Wish): Promise<BookAnswer> {
  const answer = (await askBatch(tx, [wish]))[0]!
  const raised = onlyCaps(answer) ? await raisedForHelper(tx, wish) : undefined
  if (!raised) return answer
  return saidOf(raised, (await askBatch(tx, [raised.wish]))[0]!)
}

export function saidOf({ called }: Raised, answer: BookAnswer): BookAnswer {
  return answer.outcome === 'refused' ? { ...answer, reasons: answer.reasons.map(called) } : answer
}

export interface NamedHelper {
  /** 0: the whole region. */
  readonly institutionId: number
  readonly id: string
  readonly phoneHash: string
  /** The last day, local. */
  readonly until: string
}

/** Whoever signs in with this phone books under the caps of a helper until that day; said twice it changes nothing. */
export async function nameHelper(tx: Tx, { institutionId, id, phoneHash, until }: NamedHelper): Promise<void> {
  await sql`insert into booking.helper (institution_id, id, phone_hash, until) values (${institutionId}, ${id}, ${phoneHash}, ${until})
    on conflict do nothing`.execute(tx)
}

/** From now on they are counted like everybody; what they booked stays booked. */
export async function endHelping(tx: Tx, context: Context, { institutionId, id }: Pick<NamedHelper, 'institutionId' | 'id'>): Promise<void> {
  await sql`update booking.helper set ended_at = ${context.now} where institution_id = ${institutionId} and id = ${id} and ended_at is null`.execute(tx)
}
