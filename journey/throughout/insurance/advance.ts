import { sql } from 'kysely'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { personSummary, residentIdOf } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, systemContext } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { openInsurer, type Insurer } from './insurer.ts'
import { movesMoney, nextStep, type Step, type VisitRow } from './next-step.ts'
import { finishUndone, refuse } from './operations/conclude.ts'
import { takeAnswer } from './operations/take-answer.ts'
import { asFixmedinsCode, envelope, messageId, type Sender } from './protocol/envelope.ts'
import * as say from './protocol/messages.ts'
import { signed } from './protocol/signing.ts'
import { claimItems, lockedClaim, type ClaimRow } from './queries/claim.ts'
import { feeNumber, type ClaimKey, type Sent } from './sent.ts'

/** How long a message that was sent is left alone by everybody else. Longer than anybody waits for an answer. */
const LEASE_MS = 20_000
const MOST_STEPS = 14

export const asInsurance = ({ clock }: Pick<Services, 'clock'>): Context => systemContext('insurance', clock.now())

/**
 * Takes a claim as far towards what is wanted as it will go now. Each message is written down in one transaction, sent between
 * transactions, and its answer is acted on in another: a crash at any point leaves a message without an answer, and what
 * becomes of that is found out, never guessed. Two that advance the same claim do not send the same message twice.
 */
export async function advance(services: Services, key: ClaimKey): Promise<void> {
  const insurer = await openInsurer(services)
  if (!insurer) return
  for (let step = 0; step < MOST_STEPS; step++) {
    const context = asInsurance(services)
    const sent = await inTransaction(services.db, context, (tx) => prepare(tx, context, insurer, key))
    if (!sent) return
    const reply = await insurer.exchange(sent.body)
    const after = asInsurance(services)
    if (!(await inTransaction(services.db, after, (tx) => takeAnswer(tx, after, key, sent, reply)))) return
  }
}

/** Decides and writes down the next message; undefined when there is none. */
async function prepare(tx: Tx, context: Context, insurer: Insurer, { institutionId, claimId }: ClaimKey): Promise<Sent | undefined> {
  const claim = await lockedClaim(tx, institutionId, claimId)
  // Nothing to do, or somebody else is at it, or it is too early to ask again.
  if (!claim.nextCheckAt || claim.nextCheckAt > context.now) return undefined
  const visit = await visitOf(tx, claim)
  const step = nextStep(claim, visit)
  const who = step && step !== 'undone' ? await whoIs(tx, context, claim) : undefined
  if (!step || step === 'undone' || !who) {
    if (step === 'undone') await finishUndone(tx, context, claim)
    else if (step) await refuse(tx, context, claim, 'no resident identity number')
    else await sql`update insurance.claim set next_check_at = null where institution_id = ${institutionId} and id = ${claimId}`.execute(tx)
    return undefined
  }
  const sender = await senderAt(tx, context, insurer, institutionId)
  const signNo = await signNoOf(tx, context, institutionId)
  const infno = signNo === undefined ? '9001' : step
  const input = signNo === undefined ? say.signIn(sender.operator) : await inputFor(tx, context, step, claim, visit, who)
  return write(tx, context, insurer, sender, claim, { infno, input, signNo: signNo ?? '', insuplcAdmdvs: visit?.insuplcAdmdvs ?? insurer.area })
}

async function visitOf(tx: Tx, claim: ClaimRow): Promise<VisitRow | undefined> {
  const { rows } = await sql<VisitRow>`select psn_no as "psnNo", insuplc_admdvs as "insuplcAdmdvs", mdtrt_id as "mdtrtId" from insurance.visit
    where institution_id = ${claim.institutionId} and id = ${claim.visitId}`.execute(tx)
  return rows[0]
}

async function whoIs(tx: Tx, context: Context, claim: ClaimRow): Promise<{ certno: string; name: string } | undefined> {
  const certno = await residentIdOf(tx, context, claim.personId)
  return certno === null ? undefined : { certno, name: (await personSummary(tx, context, claim.personId)).name }
}

async function senderAt(tx: Tx, context: Context, insurer: Insurer, institutionId: number): Promise<Sender> {
  const institution = await institutionById(tx, institutionId)
  return { fixmedinsCode: asFixmedinsCode(institution?.code ?? String(institutionId)), fixmedinsName: institution?.name ?? '', area: insurer.area, operator: context.actor.kind === 'system' ? 'liuxin' : 'staff' }
}

async function signNoOf(tx: Tx, context: Context, institutionId: number): Promise<string | undefined> {
  const { rows } = await sql<{ signNo: string }>`select sign_no as "signNo" from insurance.sign_in where institution_id = ${institutionId} and day = ${localDay(context.now)}`.execute(tx)
  return rows[0]?.signNo
}

async function inputFor(tx: Tx, context: Context, step: Exclude<Step, 'undone'>, claim: ClaimRow, visit: VisitRow | undefined, { certno, name }: { certno: string; name: string }): Promise<object> {
  const psnNo = visit?.psnNo ?? ''
  const mdtrtId = visit?.mdtrtId ?? ''
  const visitNo = claim.visitId.replaceAll('-', '').slice(2)
  const who = { psnNo, insutype: claim.insutype, certno }
  if (step === '1101') return say.lookUp(certno, name)
  if (step === '2201') return say.register(who, visitNo, claim.createdAt)
  if (step === '2202') return say.unregister(psnNo, mdtrtId, visitNo)
  if (step === '2203') return say.describeVisit(psnNo, mdtrtId, claim.createdAt)
  if (step === '2205') return say.withdrawFees(psnNo, mdtrtId, claim.batchNo)
  if (step === '2208') return say.reverse(psnNo, mdtrtId, claim.setlId ?? '')
  if (step === '2601') return say.takeBack(psnNo, claim.openMsgid ?? '', claim.openInfno ?? '')
  const items = await claimItems(tx, claim.institutionId, claim.id)
  if (step === '2204') return say.uploadFees(psnNo, mdtrtId, claim.batchNo, items.map((item) => ({ ...item, sn: feeNumber(claim, item.line) })))
  const sum = (of: 'ownPayCents' | 'overCents' | 'firstCents' | 'scopeCents') => items.reduce((total, item) => total + item[of], 0)
  return say.settle(who, {
    mdtrtId, batchNo: claim.batchNo, totalCents: claim.totalCents, useAccount: claim.useAccount, ownPayCents: sum('ownPayCents'), overCents: sum('overCents'),
    firstCents: sum('firstCents'), scopeCents: sum('scopeCents'),
  })
}

interface ToWrite {
  readonly infno: string
  readonly input: object
  readonly signNo: string
  readonly insuplcAdmdvs: string
}

async function write(tx: Tx, context: Context, insurer: Insurer, sender: Sender, claim: ClaimRow, { infno, input, signNo, insuplcAdmdvs }: ToWrite): Promise<Sent> {
  const { institutionId, id, visitId } = claim
  const about = infno === '2601' ? claim.openMsgid : infno === '2208' ? claim.settleMsgid : null
  for (;;) {
    const { rows } = await sql<{ n: number }>`select nextval('insurance.message_number')::bigint as n`.execute(tx)
    const msgid = messageId(sender.fixmedinsCode, context.now, rows[0]!.n)
    const body = signed(insurer.key, envelope(sender, { infno, msgid, insuplcAdmdvs, input }, context.now, signNo))
    const written = await sql`insert into insurance.message (institution_id, msgid, infno, claim_id, visit_id, about, sent_at, content)
      values (${institutionId}, ${msgid}, ${infno}, ${id}, ${visitId}, ${about}, ${context.now}, ${seal(body)}) on conflict do nothing returning msgid`.execute(tx)
    // The same second and the same four figures: take the next ones.
    if (written.rows.length === 0) continue
    const lease = new Date(context.now.getTime() + LEASE_MS)
    await sql`update insurance.claim set next_check_at = ${lease}, open_msgid = case when ${movesMoney(infno)} then ${msgid} else open_msgid end,
        open_infno = case when ${movesMoney(infno)} then ${infno} else open_infno end,
        progress = case when ${infno} = '2204' then 2 else progress end
      where institution_id = ${institutionId} and id = ${id}`.execute(tx)
    return { infno, msgid, body, about }
  }
}

