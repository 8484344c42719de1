import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { masked } from '../accounts.ts'
import { isCentre } from '../centre.ts'
import type { AccountsOf, BankAccountState, BankAccountVersion } from '../contract.ts'

export interface AccountRow {
  readonly institutionId: number
  readonly id: string
  readonly bankCode: string
  readonly bankName: string
  readonly bankNameEn: string
  readonly accountName: string
  readonly accountNo: string
  readonly validFrom: string
  readonly reason: string
  readonly state: BankAccountState
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly note: string
}

const columns = sql`institution_id as "institutionId", id, bank_code as "bankCode", bank_name as "bankName", bank_name_en as "bankNameEn", account_name as "accountName",
  account_no as "accountNo", valid_from::text as "validFrom", reason, state, proposed_by as "proposedBy", proposed_at as "proposedAt", decided_by as "decidedBy",
  decided_at as "decidedAt", note`

/** Of the accounts that hold by that day the one from the latest day, and of these the one agreed to last. */
const latest = sql`order by institution_id, valid_from desc, decided_at desc, id desc`

/** Where the money of these institutions goes on a day. */
export async function accountsInForce(tx: Tx, institutionIds: readonly number[], day: string): Promise<Map<number, AccountRow>> {
  const { rows } = await sql<AccountRow>`select distinct on (institution_id) ${columns} from settlement.bank_account
    where institution_id = any (${institutionIds}::integer[]) and state = 'agreed' and valid_from <= ${day} ${latest}`.execute(tx)
  return new Map(rows.map((row) => [row.institutionId, row]))
}

export async function accountInForce(tx: Tx, institutionId: number, day: string): Promise<AccountRow | undefined> {
  return (await accountsInForce(tx, [institutionId], day)).get(institutionId)
}

/** All that was ever proposed for these institutions, newest first; row-level security decides whose. Numbers are hidden. */
export async function accountVersions(tx: Tx, context: Context, institutionIds: readonly number[], today: string): Promise<Omit<AccountsOf, 'name' | 'nameEn'>[]> {
  const { rows } = await sql<AccountRow>`select ${columns} from settlement.bank_account where institution_id = any (${institutionIds}::integer[])
    order by institution_id, valid_from desc, coalesce(decided_at, proposed_at) desc, id desc`.execute(tx)
  const names = await namesOf(tx, context, rows)
  const shown = (row: AccountRow | undefined): BankAccountVersion | null => (row ? {
    id: row.id, bankCode: row.bankCode, bankName: row.bankName, bankNameEn: row.bankNameEn, accountName: row.accountName, accountNo: masked(row.accountNo), validFrom: row.validFrom,
    reason: row.reason, state: row.state, proposedBy: names.get(row.proposedBy) ?? '', proposedAt: row.proposedAt.toISOString(), mine: row.proposedBy === actorId(context.actor),
    decidedBy: row.decidedBy === null ? null : names.get(row.decidedBy) ?? '', decidedAt: row.decidedAt?.toISOString() ?? null, note: row.note,
  } : null)
  const byInstitution = Map.groupBy(rows, (row) => row.institutionId)
  return institutionIds.map((institutionId) => {
    const own = byInstitution.get(institutionId) ?? []
    const agreed = own.filter((row) => row.state === 'agreed')
    const current = agreed.find((row) => row.validFrom <= today)
    const next = agreed.findLast((row) => row.validFrom > today)
    const proposal = own.find((row) => row.state === 'proposed')
    const past = own.filter((row) => row !== current && row !== next && row !== proposal).toSorted((a, b) => b.proposedAt.getTime() - a.proposedAt.getTime())
    return { institutionId, current: shown(current), next: shown(next), proposal: shown(proposal), past: past.map((row) => shown(row)!) }
  })
}

/** Who did it, for the centre; the region's own jobs have no name, and a hospital is not told who works there. */
async function namesOf(tx: Tx, context: Context, rows: readonly AccountRow[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  if (!isCentre(context)) return names
  for (const who of new Set(rows.flatMap((row) => [row.proposedBy, ...(row.decidedBy ? [row.decidedBy] : [])]))) {
    if (/^[0-9a-f-]{36}$/.test(who)) names.set(who, (await staffName(tx, 0, who)) ?? '')
  }
  return names
}
