import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { accountId, openAccounts, openMirrors, postLinked, regionBook } from '#engines/ledger/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { onlyTheCentre } from '../centre.ts'
import { NotInstructed } from '../errors.ts'
import { lockedDay } from '../queries/days.ts'
import { sumUpDay } from './sum-up-day.ts'

/** Somebody says: post what the bank has executed, now and whenever more is. Said again, it changes nothing. Throws {@link NotInstructed}. */
export async function askToPost(tx: Tx, context: Context, day: string): Promise<void> {
  onlyTheCentre(context)
  const { status, postingAskedAt } = await lockedDay(tx, day)
  if (status === 'draft' || status === 'computed' || status === 'approved') throw new NotInstructed()
  if (postingAskedAt) return
  await sql`update settlement.day set posting_asked_by = ${actorId(context.actor)}, posting_asked_at = ${context.now} where day = ${day}`.execute(tx)
  await sumUpDay(tx, context, day)
  await audit(tx, context, { action: 'settlement.ask-to-post', subject: `settlement/${day}`, institutionId: 0 })
}

/** The account at which a hospital keeps its money at the bank, in its own books. */
export const bankOf = (institutionId: number) => ({ institutionId, kind: 'bank' })

/**
 * Posts one hospital of a day whose money the bank has moved: in the region's books and in the hospital's, both or neither, and
 * once however often it is tried. False when there was nothing to post. Runs as the region's own job: two institutions' books move.
 */
export async function postHospital(tx: Tx, context: Context, day: string, institutionId: number): Promise<boolean> {
  await lockedDay(tx, day)
  const { rows } = await sql<{ netCents: number; bank: string; attempt: number }>`select net_cents as "netCents", custodian_bank as bank, attempt from settlement.instruction
    where institution_id = ${institutionId} and day = ${day} and state = 'executed'`.execute(tx)
  if (!rows[0]) return false
  const { netCents, bank, attempt } = rows[0]
  await openMirrors(tx, context, institutionId)
  await openAccounts(tx, context, [{ ...regionBook.custodian(bank), busy: true }])
  await openAccounts(tx, context, [{ ...bankOf(institutionId), busy: true }])
  const about = { kind: 'settlement', reference: `settlement/${day}` }
  await postLinked(tx, context, [
    { do: 'post', institutionId: 0, id: postingId('region', day, institutionId), ...about, lines: [
      { accountId: accountId(regionBook.member(institutionId)), cents: -netCents }, { accountId: accountId(regionBook.custodian(bank)), cents: netCents }] },
    { do: 'post', institutionId, id: postingId('hospital', day, institutionId), ...about, lines: [
      { accountId: accountId(regionBook.ofMember(institutionId)), cents: netCents }, { accountId: accountId(bankOf(institutionId)), cents: -netCents }] },
  ])
  await sql`update settlement.instruction set state = 'posted', posted_at = ${context.now} where institution_id = ${institutionId} and day = ${day} and attempt = ${attempt}`.execute(tx)
  await sumUpDay(tx, context, day)
  await audit(tx, context, { action: 'settlement.post', subject: `settlement/${day}/${institutionId}`, institutionId, detail: { cents: netCents } })
  return true
}

/** Follows from the day and the hospital (UUID version 8): whatever is tried twice is found to be done. */
function postingId(side: 'region' | 'hospital', day: string, institutionId: number): string {
  const hex = createHash('md5').update(`settlement|${side}|${day}|${institutionId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
