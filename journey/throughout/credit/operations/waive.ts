import { sql } from 'kysely'
import { openAccounts, postLinked, regionBook } from '#engines/ledger/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { debtAccount, hospitalAccounts, lines, REGION, regionAccounts, waivedAccount } from '../books.ts'
import type { AskWaiver } from '../contract.ts'
import { DebtNotFound, SecondPersonNeeded, WaiverDecided, WaiverNotFound, WaiverTooMuch } from '../errors.ts'
import { debtBroughtDown } from '../events.ts'

/** The money of a hospital is given up by those who work there. */
function at(context: Context): StaffActor {
  if (context.actor.kind !== 'staff') throw new SecondPersonNeeded()
  return context.actor
}

/**
 * Asks that what somebody owes for treatment here be given up, wholly or in part. Nothing moves until a second person agrees.
 * Throws {@link DebtNotFound}, {@link WaiverTooMuch}, {@link WaiverDecided} while another request waits.
 */
export async function askWaiver(tx: Tx, context: Context, { personId, debtId, cents, reason }: AskWaiver): Promise<string> {
  const { institutionId } = at(context)
  const { rows } = await sql<{ openCents: number }>`select open_cents as "openCents" from credit.debt
    where person_id = ${personId} and id = ${debtId} and institution_id = ${institutionId}`.execute(tx)
  if (!rows[0]) throw new DebtNotFound()
  if (cents > rows[0].openCents) throw new WaiverTooMuch({ openCents: rows[0].openCents })
  const id = newId()
  try {
    await sql`insert into credit.waiver (institution_id, id, person_id, debt_id, cents, reason, asked_by, asked_at)
      values (${institutionId}, ${id}, ${personId}, ${debtId}, ${cents}, ${reason}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  } catch (error) {
    throw violates(error, 'waiver_one_asked_per_debt') ? new WaiverDecided() : error
  }
  await audit(tx, context, { action: 'credit.ask-waiver', personId, subject: `debt/${debtId}`, institutionId, detail: { cents, reason } })
  return id
}

interface WaiverRow {
  readonly personId: string
  readonly debtId: string
  readonly cents: number
  readonly status: string
  readonly askedBy: string
}

/**
 * A second person agrees, or refuses. The hospital bears what is given up: it hands back to the region what it was paid.
 * What was repaid meanwhile is not given up: then it throws {@link WaiverTooMuch}, and the request can only be refused.
 * Also throws {@link WaiverNotFound}, {@link WaiverDecided}, {@link SecondPersonNeeded} to the one who asked.
 */
export async function decideWaiver(tx: Tx, context: Context, { id, approve }: { id: string; approve: boolean }): Promise<void> {
  const { institutionId } = at(context)
  const { rows } = await sql<WaiverRow>`select person_id as "personId", debt_id as "debtId", cents, status, asked_by as "askedBy" from credit.waiver
    where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  const waiver = rows[0]
  if (!waiver) throw new WaiverNotFound()
  if (waiver.status !== 'asked') throw new WaiverDecided()
  if (approve && waiver.askedBy === actorId(context.actor)) throw new SecondPersonNeeded()
  await sql`update credit.waiver set status = ${approve ? 'approved' : 'refused'}, decided_by = ${actorId(context.actor)}, decided_at = ${context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  if (approve) await giveUp(tx, context, { ...waiver, institutionId, id })
  await audit(tx, context, { action: approve ? 'credit.approve-waiver' : 'credit.refuse-waiver', personId: waiver.personId, subject: `debt/${waiver.debtId}`, institutionId, detail: { cents: waiver.cents } })
}

async function giveUp(tx: Tx, context: Context, { institutionId, id, personId, debtId, cents }: WaiverRow & { institutionId: number; id: string }): Promise<void> {
  const { rows } = await sql<{ emergency: boolean; reference: string }>`select emergency, reference from credit.waive(${personId}, ${debtId}, ${id}, ${cents}, ${context.now})`.execute(tx)
  const debt = rows[0]
  if (!debt) throw new WaiverTooMuch()
  await openAccounts(tx, context, regionAccounts(institutionId))
  await openAccounts(tx, context, [...hospitalAccounts(institutionId), { ...waivedAccount(institutionId), busy: true }])
  const how = { id, kind: 'credit-waived', reference: debt.reference }
  await postLinked(tx, context, [
    { do: 'post', institutionId: REGION, ...how, lines: lines([regionBook.member(institutionId), cents], [debtAccount(personId, debt.emergency), -cents]) },
    { do: 'post', institutionId, ...how, lines: lines([waivedAccount(institutionId), cents], [regionBook.ofMember(institutionId), -cents]) },
  ])
  await announce(tx, context, debtBroughtDown({ institutionId, personId, id, kind: 'waived', cents }))
}
