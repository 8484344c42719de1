import { statementColumns } from '../contract.ts'
import { localTime } from '../protocol/local-time.ts'
import { yuan } from '../protocol/money.ts'
import { workOff, type Inside } from './answer.ts'

/** The insurer's own account of a hospital's day: one line per settlement, and one per settlement taken back, under the same number. */
export async function statementOf(inside: Inside, fixmedinsCode: string, day: string): Promise<string> {
  await workOff(inside)
  const { rows } = await inside.pool.query<{ setl_id: string; mdtrt_id: string; msgid: string; at: Date; reversal: boolean; total_cents: number; fund_cents: number; account_cents: number }>(
    `select coalesce(o.setl_id, s.setl_id) as setl_id, s.mdtrt_id, coalesce(o.medins_setl_id, s.medins_setl_id) as msgid, s.at, s.reverses is not null as reversal,
       s.total_cents, s.fund_cents, s.account_cents
     from simulator.insurer_settlement s left join simulator.insurer_settlement o on o.setl_id = s.reverses
     where s.fixmedins_code = $1 and s.at >= $2::date::timestamp at time zone 'Asia/Shanghai' and s.at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' order by s.at, s.setl_id`,
    [fixmedinsCode, day])
  const lines = rows.map((row) => [row.setl_id, row.mdtrt_id, row.msgid, localTime(row.at), row.reversal ? '1' : '0', yuan(row.total_cents), yuan(row.fund_cents), yuan(row.account_cents)])
  return [statementColumns, ...lines].map((line) => line.join('\t')).join('\n') + '\n'
}
