import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { staffName } from '#journey/throughout/access/index.ts'
import { masked } from '../accounts.ts'
import { isCentre } from '../centre.ts'
import type { Day, DayStatus, DaySummary, Figure, Instruction, Position } from '../contract.ts'
import { DayNotFound } from '../errors.ts'

export interface DayRow {
  readonly day: string
  readonly cutOff: Date
  readonly status: DayStatus
  readonly computedAt: Date | null
  readonly transferCount: number | null
  readonly entryCount: number | null
  readonly fileSha256: string | null
  readonly firstApprovedBy: string | null
  readonly firstApprovedAt: Date | null
  readonly approvedBy: string | null
  readonly approvedAt: Date | null
  readonly instructedBy: string | null
  readonly instructedAt: Date | null
  readonly postingAskedBy: string | null
  readonly postingAskedAt: Date | null
  readonly postedAt: Date | null
}

const columns = sql`day::text, cut_off as "cutOff", status, computed_at as "computedAt", transfer_count as "transferCount", entry_count as "entryCount",
  file_sha256 as "fileSha256", first_approved_by as "firstApprovedBy", first_approved_at as "firstApprovedAt", approved_by as "approvedBy",
  approved_at as "approvedAt", instructed_by as "instructedBy", instructed_at as "instructedAt", posting_asked_by as "postingAskedBy",
  posting_asked_at as "postingAskedAt", posted_at as "postedAt"`

export async function dayRow(tx: Tx, day: string): Promise<DayRow> {
  const { rows } = await sql<DayRow>`select ${columns} from settlement.day where day = ${day}`.execute(tx)
  if (!rows[0]) throw new DayNotFound()
  return rows[0]
}

/** Whoever changes a day waits here for whoever changes it now. */
export async function lockedDay(tx: Tx, day: string): Promise<DayRow> {
  const { rows } = await sql<DayRow>`select ${columns} from settlement.day where day = ${day} for update`.execute(tx)
  if (!rows[0]) throw new DayNotFound()
  return rows[0]
}

/** The days, newest first; row-level security decides whose positions are counted. */
export async function recentDays(tx: Tx, most = 62): Promise<DaySummary[]> {
  const { rows } = await sql<Omit<DaySummary, 'cutOff' | 'computedAt' | 'postedAt'> & { cutOff: Date; computedAt: Date | null; postedAt: Date | null }>`
    select d.day::text, d.cut_off as "cutOff", d.status, d.computed_at as "computedAt", d.posted_at as "postedAt", p."payInCents", p."payOutCents", p.hospitals,
      (select count(*)::integer from settlement.instruction i where i.day = d.day and i.state = 'refused'
        and not exists (select from settlement.instruction n where n.institution_id = i.institution_id and n.day = i.day and n.attempt > i.attempt)) as refused
    from settlement.day d left join lateral (
      select coalesce(sum(greatest(net_cents, 0)), 0)::bigint as "payInCents", coalesce(sum(greatest(-net_cents, 0)), 0)::bigint as "payOutCents",
        (count(*) filter (where net_cents <> 0))::integer as hospitals
      from settlement.position where day = d.day) p on true
    order by d.day desc limit ${most}`.execute(tx)
  return rows.map((row) => ({ ...row, cutOff: row.cutOff.toISOString(), computedAt: row.computedAt?.toISOString() ?? null, postedAt: row.postedAt?.toISOString() ?? null }))
}

export async function positionsOf(tx: Tx, day: string): Promise<Position[]> {
  const { rows } = await sql<Position>`select institution_id as "institutionId", opening_cents as "openingCents", net_cents as "netCents",
      settled_cents as "settledCents", closing_cents as "closingCents"
    from settlement.position where day = ${day} order by institution_id`.execute(tx)
  return rows
}

interface InstructionRow extends Omit<Instruction, 'handedAt' | 'endedAt' | 'postedAt'> {
  readonly handedAt: Date | null
  readonly endedAt: Date | null
  readonly postedAt: Date | null
}

/** The last word to the bank about each hospital; the attempts that it refused before stay in the table. */
export async function instructionsOf(tx: Tx, day: string): Promise<Instruction[]> {
  return [...Map.groupBy(await attemptsOf(tx, day), (one) => one.institutionId).values()].map((attempts) => attempts.at(-1)!)
}

/** Every time the bank was told about a day, hospital by hospital, the first one first. */
export async function attemptsOf(tx: Tx, day: string): Promise<Instruction[]> {
  const { rows } = await sql<InstructionRow>`select institution_id as "institutionId", attempt, id, net_cents as "netCents", payer_bank as "payerBank",
      payer_account as "payerAccount", payee_bank as "payeeBank", payee_account as "payeeAccount", state, handed_at as "handedAt", ended_at as "endedAt", reason, posted_at as "postedAt"
    from settlement.instruction where day = ${day} order by institution_id, attempt`.execute(tx)
  return rows.map((row) => ({ ...row, handedAt: row.handedAt?.toISOString() ?? null, endedAt: row.endedAt?.toISOString() ?? null, postedAt: row.postedAt?.toISOString() ?? null }))
}

/** For people: the whole numbers are in the file for the bank. */
export function shownInstruction(one: Instruction): Instruction {
  return { ...one, payerAccount: masked(one.payerAccount), payeeAccount: masked(one.payeeAccount) }
}

/** A day as its reader may see it: the centre the whole region, a hospital its own line. */
export async function dayFor(tx: Tx, context: Context, day: string): Promise<Omit<Day, 'hospitals'>> {
  const row = await dayRow(tx, day)
  const { rows: figures } = await sql<Figure>`select institution_id as "institutionId", side, account, what, count, in_cents as "inCents", out_cents as "outCents"
    from settlement.figure where day = ${day} order by side, institution_id, account, what`.execute(tx)
  const centre = isCentre(context)
  const signed = async (by: string | null, at: Date | null) => (by && at && centre ? { name: (await staffName(tx, 0, by)) ?? by, at: at.toISOString(), mine: by === actorId(context.actor) } : null)
  return {
    centre, day: row.day, cutOff: row.cutOff.toISOString(), status: row.status, computedAt: row.computedAt?.toISOString() ?? null, postedAt: row.postedAt?.toISOString() ?? null,
    transferCount: centre ? row.transferCount : null, entryCount: centre ? row.entryCount : null, fileSha256: centre ? row.fileSha256 : null,
    firstApproval: await signed(row.firstApprovedBy, row.firstApprovedAt), approval: await signed(row.approvedBy, row.approvedAt),
    instructed: await signed(row.instructedBy, row.instructedAt), postingAsked: await signed(row.postingAskedBy, row.postingAskedAt),
    positions: await positionsOf(tx, day), figures, instructions: (await instructionsOf(tx, day)).map((one) => shownInstruction(one)),
  }
}
