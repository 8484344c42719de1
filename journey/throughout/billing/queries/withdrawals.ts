import { sql } from 'kysely'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { mayUse, WalletNotYours } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { WithdrawalPiece } from '../contract.ts'
import { ownerOfBill } from './owner-of-bill.ts'

type Row = Omit<WithdrawalPiece, 'createdAt' | 'endedAt' | 'institutionName' | 'institutionNameEn'> & { readonly createdAt: Date; readonly endedAt: Date | null }

/** What a person has asked to have back in the last year, piece by piece, newest first. Throws {@link WalletNotYours}. */
export async function withdrawalsOf(tx: Tx, context: Context, personId: string): Promise<WithdrawalPiece[]> {
  if (!(await mayUse(tx, context, personId))) throw new WalletNotYours()
  const entries = await entriesOf(tx, personId)
  const since = new Date(context.now.getTime() - 366 * 86_400_000)
  const { rows } = await sql<Row>`select r.id as "refundId", r.institution_id as "institutionId", r.channel, r.state, r.amount_cents as "amountCents", r.created_at as "createdAt",
      r.ended_at as "endedAt"
    from billing.bill b join billing.refund r on r.institution_id = b.institution_id and r.bill_id = b.id and r.cause = 'withdrawal'
    where b.person_id = any (${entries}::uuid[]) and b.kind = 'top-up' and r.created_at > ${since} order by r.created_at desc, r.id limit 100`.execute(tx)
  await audit(tx, context, { action: 'billing.list-withdrawals', personId: entries[0]!, subject: `person/${entries[0]}` })
  return Promise.all(rows.map(async (row) => {
    const owner = await ownerOfBill(tx, row.institutionId)
    return { ...row, institutionName: owner?.name ?? '', institutionNameEn: owner?.nameEn ?? '', createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null }
  }))
}
