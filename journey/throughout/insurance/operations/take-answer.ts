import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { movesMoney } from '../next-step.ts'
import type { Reply } from '../protocol/envelope.ts'
import * as say from '../protocol/messages.ts'
import { claimItems, lockedClaim, type ClaimRow } from '../queries/claim.ts'
import { feeNumber, type ClaimKey, type Sent } from '../sent.ts'
import { splitAmongItems } from '../split.ts'
import { finishUndone, reach, refuse } from './conclude.ts'

interface Silence {
  readonly silence: string
}
type Answer = Reply | Silence
const silent = (answer: Answer): answer is Silence => 'silence' in answer

/** Nothing more can be done now. */
async function stop(work: Promise<void>): Promise<false> {
  await work
  return false
}

/** Seconds until a silent insurer is asked again: soon at first, then ever later. */
const PATIENCE = [2, 4, 8, 15, 30, 60, 120, 300]

/** Acts on what came back, or did not. True when the next step can be taken at once. */
export async function takeAnswer(tx: Tx, context: Context, key: ClaimKey, sent: Sent, answer: Answer): Promise<boolean> {
  const claim = await lockedClaim(tx, key.institutionId, key.claimId)
  const isLate = movesMoney(sent.infno) ? claim.openMsgid !== sent.msgid : sent.infno === '2601' && claim.openMsgid !== sent.about
  await note(tx, context, key, sent, answer, isLate)
  // What was in doubt has been taken back meanwhile: an answer that comes now is about nothing.
  if (isLate) return true
  if (silent(answer)) return stop(later(tx, context, claim, `silent: ${answer.silence}`))
  if (answer.infcode !== 0) return refused(tx, context, claim, sent, answer)
  return done(tx, context, claim, sent, answer.output ?? {})
}

async function note(tx: Tx, context: Context, { institutionId }: ClaimKey, { msgid }: Sent, answer: Answer, isLate: boolean): Promise<void> {
  const outcome = isLate ? 'late' : silent(answer) ? 'silent' : answer.infcode === 0 ? 'done' : 'refused'
  const text = silent(answer) ? answer.silence : `${answer.infcode} ${answer.err_msg ?? ''}`.trim()
  await sql`update insurance.message set outcome = ${outcome}, answered_at = ${context.now}, answer = ${text.slice(0, 300)}
    where institution_id = ${institutionId} and msgid = ${msgid}`.execute(tx)
}

/** Tried again, ever later. A message that moves money stays open until its outcome is known. */
export async function later(tx: Tx, context: Context, claim: ClaimRow, fault: string): Promise<void> {
  const wait = PATIENCE[Math.min(claim.checks, PATIENCE.length - 1)]!
  await sql`update insurance.claim set checks = checks + 1, fault = ${fault.slice(0, 300)}, next_check_at = ${new Date(context.now.getTime() + wait * 1000)}
    where institution_id = ${claim.institutionId} and id = ${claim.id}`.execute(tx)
}

async function refused(tx: Tx, context: Context, claim: ClaimRow, { infno }: Sent, answer: Reply): Promise<boolean> {
  const fault = `${infno}: ${answer.err_msg ?? ''}`
  // A clear no to a settlement or a reversal is an outcome: nothing moved.
  if (movesMoney(infno)) await closeDoubt(tx, claim)
  // A registration that has to stay keeps no money.
  if (infno === '2202') return stop(finishUndone(tx, context, claim))
  // What cannot be taken back must be: it is asked again, and a person sees it on the list of what is unknown.
  if (infno === '2601' || infno === '2208' || infno === '2205' || infno === '9001') {
    return stop(later(tx, context, claim, fault))
  }
  return stop(refuse(tx, context, claim, fault))
}

function closeDoubt(tx: Tx, claim: ClaimRow): Promise<unknown> {
  return sql`update insurance.claim set open_msgid = null, open_infno = null where institution_id = ${claim.institutionId} and id = ${claim.id}`.execute(tx)
}

async function done(tx: Tx, context: Context, claim: ClaimRow, sent: Sent, output: Record<string, unknown>): Promise<boolean> {
  const { institutionId, id } = claim
  const set = async (progress: number) => {
    await sql`update insurance.claim set progress = ${progress}, next_check_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
    return true
  }
  const wrong = () => stop(refuse(tx, context, claim, `${sent.infno}: the answer cannot be read`))
  switch (sent.infno) {
    case '9001': {
      const read = say.SignedIn.safeParse(output)
      if (!read.success) return wrong()
      await sql`insert into insurance.sign_in (institution_id, day, sign_no) values (${institutionId}, ${localDay(context.now)}, ${read.data.signinoutb.sign_no}) on conflict do nothing`.execute(tx)
      return set(claim.progress)
    }
    case '1101': {
      const read = say.LookedUp.safeParse(output)
      const insured = read.data?.insuinfo.find((one) => one.insutype === claim.insutype)
      if (!read.success) return wrong()
      if (!insured) return stop(refuse(tx, context, claim, '1101: not insured this way'))
      await sql`insert into insurance.visit (institution_id, id, person_id, psn_no, insuplc_admdvs) values (${institutionId}, ${claim.visitId}, ${claim.personId},
        ${read.data.baseinfo.psn_no}, ${insured.insuplc_admdvs}) on conflict do nothing`.execute(tx)
      return set(claim.progress)
    }
    case '2201': {
      const read = say.Registered.safeParse(output)
      if (!read.success) return wrong()
      await sql`update insurance.visit set mdtrt_id = ${read.data.data.mdtrt_id}, registered_at = ${context.now} where institution_id = ${institutionId} and id = ${claim.visitId}`.execute(tx)
      return set(claim.progress)
    }
    case '2202':
      await sql`update insurance.visit set cancelled_at = ${context.now}, mdtrt_id = null where institution_id = ${institutionId} and id = ${claim.visitId}`.execute(tx)
      return stop(finishUndone(tx, context, claim))
    case '2203': return set(1)
    case '2204': return (await keepFees(tx, claim, output)) ? set(3) : wrong()
    case '2205':
      if (claim.wanted !== 'undone' || claim.leaves) return set(1)
      return stop(finishUndone(tx, context, claim))
    case '2206': return quoted(tx, context, claim, output)
    case '2207': return settled(tx, context, claim, sent, output)
    case '2208': return reversed(tx, context, claim, sent)
    default: return takenBack(tx, context, claim)
  }
}

/** What was recognised of each item. Every item must be there, and its parts must be what it costs. */
async function keepFees(tx: Tx, claim: ClaimRow, output: Record<string, unknown>): Promise<boolean> {
  const read = say.FeesTaken.safeParse(output)
  if (!read.success) return false
  const items = await claimItems(tx, claim.institutionId, claim.id)
  for (const item of items) {
    const fee = read.data.result.find((one) => one.feedetl_sn === feeNumber(claim, item.line))
    if (!fee || fee.det_item_fee_sumamt !== item.totalCents) return false
    const parts = [fee.fulamt_ownpay_amt, fee.overlmt_amt, fee.preselfpay_amt, fee.inscp_scp_amt]
    if (parts.some((one) => one < 0) || parts.reduce((sum, one) => sum + one, 0) !== item.totalCents) return false
    await sql`update insurance.claim_item set ceiling_cents = ${fee.pric_uplmt_amt ?? null}, own_pay_cents = ${fee.fulamt_ownpay_amt}, over_cents = ${fee.overlmt_amt},
        first_cents = ${fee.preselfpay_amt}, scope_cents = ${fee.inscp_scp_amt}
      where institution_id = ${claim.institutionId} and claim_id = ${claim.id} and item_id = ${item.itemId}`.execute(tx)
  }
  return true
}

/** What the insurer says it pays, when its figures are of this batch and add up. */
function paysOf(claim: ClaimRow, output: Record<string, unknown>): { fund: number; account: number; setlId: string | undefined } | undefined {
  const read = say.Settlement.safeParse(output)
  if (!read.success) return undefined
  const { medfee_sumamt: total, fund_pay_sumamt: fund, acct_pay: account, psn_cash_pay: cash, setl_id: setlId } = read.data.setlinfo
  const addsUp = total === claim.totalCents && fund >= 0 && account >= 0 && cash >= 0 && fund + account + cash === total
  return addsUp ? { fund, account, setlId } : undefined
}

async function quoted(tx: Tx, context: Context, claim: ClaimRow, output: Record<string, unknown>): Promise<boolean> {
  const pays = paysOf(claim, output)
  const items = await claimItems(tx, claim.institutionId, claim.id)
  const parts = pays && splitAmongItems(items, pays.fund, pays.account)
  if (!pays || !parts) return stop(refuse(tx, context, claim, '2206: the amounts do not add up'))
  await sql`update insurance.claim_item i set fund_cents = p.f, account_cents = p.a
    from unnest(${items.map((item) => item.itemId)}::uuid[], ${parts.map((part) => part.fundCents)}::bigint[], ${parts.map((part) => part.accountCents)}::bigint[]) p(id, f, a)
    where i.institution_id = ${claim.institutionId} and i.claim_id = ${claim.id} and i.item_id = p.id`.execute(tx)
  await sql`update insurance.claim set fund_cents = ${pays.fund}, account_cents = ${pays.account} where institution_id = ${claim.institutionId} and id = ${claim.id}`.execute(tx)
  await reach(tx, context, claim, 'quoted')
  return claim.wanted !== 'quoted'
}

/** It pays, if it pays what it had said. Anything else is taken back: what a person was told is not changed by an answer. */
async function settled(tx: Tx, context: Context, claim: ClaimRow, { msgid }: Sent, output: Record<string, unknown>): Promise<boolean> {
  const pays = paysOf(claim, output)
  const setlId = pays?.setlId ?? say.Settlement.safeParse(output).data?.setlinfo.setl_id
  if (!setlId) {
    // It says it has done it and does not say under which number: the outcome is as unknown as with no answer.
    return stop(later(tx, context, claim, '2207: a settlement without a number'))
  }
  const asSaid = pays?.fund === claim.fundCents && pays.account === claim.accountCents
  await closeDoubt(tx, claim)
  await sql`update insurance.claim set setl_id = ${setlId}, settle_msgid = ${msgid}, deceived = ${!asSaid}, next_check_at = ${context.now},
      fault = ${asSaid ? '' : '2207: other amounts than had been said'}
    where institution_id = ${claim.institutionId} and id = ${claim.id}`.execute(tx)
  if (asSaid) {
    await moved(tx, claim, msgid, setlId, 1)
    await reach(tx, context, claim, 'settled')
  }
  return !asSaid || claim.wanted !== 'settled'
}

function moved(tx: Tx, { institutionId, totalCents, fundCents, accountCents }: ClaimRow, msgid: string, setlId: string, sign: 1 | -1): Promise<unknown> {
  return sql`update insurance.message set setl_id = ${setlId}, total_cents = ${sign * totalCents}, fund_cents = ${sign * fundCents}, account_cents = ${sign * accountCents}
    where institution_id = ${institutionId} and msgid = ${msgid}`.execute(tx)
}

async function reversed(tx: Tx, context: Context, claim: ClaimRow, { msgid }: Sent): Promise<boolean> {
  await closeDoubt(tx, claim)
  if (!claim.deceived) await moved(tx, claim, msgid, claim.setlId ?? '', -1)
  // Its items still lie at the insurer, unsettled; they go back too.
  await sql`update insurance.claim set setl_id = null, deceived = false, state = 'quoted', next_check_at = ${context.now}
    where institution_id = ${claim.institutionId} and id = ${claim.id}`.execute(tx)
  if (claim.deceived) await reach(tx, context, claim, 'disputed', { fault: claim.fault })
  return true
}

/** The message in doubt has no effect any more, whatever it had: where the claim stood before it, it stands again. */
async function takenBack(tx: Tx, context: Context, claim: ClaimRow): Promise<boolean> {
  await closeDoubt(tx, claim)
  await sql`update insurance.claim set checks = 0, next_check_at = ${context.now}, fault = '' where institution_id = ${claim.institutionId} and id = ${claim.id}`.execute(tx)
  return true
}
