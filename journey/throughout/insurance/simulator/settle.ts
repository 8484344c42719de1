import type { Reply } from '../protocol/envelope.ts'
import { centsOf, yuan } from '../protocol/money.ts'
import { no, yes, type Work } from './work.ts'

interface Weighed {
  readonly total: number
  readonly own: number
  readonly over: number
  readonly first: number
  readonly scope: number
  readonly fund: number
  readonly account: number
  readonly balance: number
}

/** What the fund and the personal account would bear of a batch, by the insurer's rules. */
async function weighed({ client, field, behaviour }: Work): Promise<Weighed | Reply> {
  const { rows } = await client.query<{ n: number; total: number; own: number; over: number; first: number; scope: number }>(
    `select count(*)::int as n, coalesce(sum(total_cents), 0)::bigint as total, coalesce(sum(own_pay_cents), 0)::bigint as own, coalesce(sum(over_cents), 0)::bigint as over,
       coalesce(sum(first_cents), 0)::bigint as first, coalesce(sum(scope_cents), 0)::bigint as scope
     from simulator.insurer_fee f join simulator.insurer_visit v using (mdtrt_id)
     where f.mdtrt_id = $1 and f.chrg_bchno = $2 and f.setl_id is null and not v.cancelled and v.psn_no = $3`,
    [field('mdtrt_id'), field('chrg_bchno'), field('psn_no')])
  const { n, total, own, over, first, scope } = rows[0]!
  if (n === 0) return no('没有可结算的费用明细')
  if (centsOf(field('medfee_sumamt')) !== total) return no('医疗费总额与明细不符')
  const person = await client.query<{ account_cents: number; fund_cents: number }>('select account_cents, fund_cents from simulator.insurer_person where psn_no = $1 for update', [field('psn_no')])
  const { account_cents: balance, fund_cents: used } = person.rows[0]!
  const payable = Math.max(0, scope - behaviour.deductibleCents)
  const fund = Math.min(Math.round((payable * behaviour.poolShareBp) / 10_000), Math.max(0, behaviour.fundMostCents - used))
  const account = field('acct_used_flag') === '1' && field('insutype') === '310' ? Math.min(balance, total - fund) : 0
  return { total, own, over, first, scope, fund, account, balance }
}

function asInfo({ field, message }: Work, { total, own, over, first, scope, fund, account, balance }: Weighed, setlId: string) {
  return {
    setlinfo: {
      mdtrt_id: field('mdtrt_id'), ...(setlId ? { setl_id: setlId } : {}), psn_no: field('psn_no'), insutype: field('insutype'), setl_time: message.inf_time, med_type: '11',
      medfee_sumamt: yuan(total), fulamt_ownpay_amt: yuan(own), overlmt_selfpay: yuan(over), preselfpay_amt: yuan(first), inscp_scp_amt: yuan(scope),
      hifp_pay: yuan(fund), fund_pay_sumamt: yuan(fund), psn_part_amt: yuan(total - fund), acct_pay: yuan(account), psn_cash_pay: yuan(total - fund - account),
      hosp_part_amt: '0.00', balc: yuan(balance - account), acct_mulaid_pay: '0.00', medins_setl_id: message.msgid,
    },
    setldetail: [{ fund_pay_type: '310100', inscp_scp_amt: yuan(scope), fund_payamt: yuan(fund) }],
  }
}

export async function weigh(work: Work): Promise<Reply> {
  const found = await weighed(work)
  return 'infcode' in found ? found : yes(asInfo(work, found, ''))
}

export async function settleBatch(work: Work): Promise<Reply> {
  const found = await weighed(work)
  if ('infcode' in found) return found
  const { client, message, field, at } = work
  const setlId = `A${message.msgid.slice(-18)}${message.fixmedins_code.slice(-8)}`
  await client.query(
    `insert into simulator.insurer_settlement (setl_id, fixmedins_code, mdtrt_id, chrg_bchno, psn_no, medins_setl_id, total_cents, fund_cents, account_cents, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [setlId, message.fixmedins_code, field('mdtrt_id'), field('chrg_bchno'), field('psn_no'), message.msgid, found.total, found.fund, found.account, at])
  await client.query('update simulator.insurer_fee set setl_id = $3 where mdtrt_id = $1 and chrg_bchno = $2', [field('mdtrt_id'), field('chrg_bchno'), setlId])
  await client.query('update simulator.insurer_person set account_cents = account_cents - $2, fund_cents = fund_cents + $3 where psn_no = $1', [field('psn_no'), found.account, found.fund])
  return yes(asInfo(work, found, setlId))
}

export async function reverseSettlement({ client, message, at }: Work, setlId: string): Promise<Reply> {
  const { rows } = await client.query<{ mdtrt_id: string; chrg_bchno: string; psn_no: string; total_cents: number; fund_cents: number; account_cents: number }>(
    'select mdtrt_id, chrg_bchno, psn_no, total_cents, fund_cents, account_cents from simulator.insurer_settlement where setl_id = $1 and fixmedins_code = $2 and reverses is null for update',
    [setlId, message.fixmedins_code])
  const settled = rows[0]
  if (!settled) return no('没有这笔结算')
  const { rowCount } = await client.query(
    `insert into simulator.insurer_settlement (setl_id, fixmedins_code, mdtrt_id, chrg_bchno, psn_no, medins_setl_id, total_cents, fund_cents, account_cents, at, reverses)
     select $1, fixmedins_code, mdtrt_id, chrg_bchno, psn_no, $2, -total_cents, -fund_cents, -account_cents, $3, setl_id from simulator.insurer_settlement where setl_id = $4
     on conflict (reverses) do nothing`,
    [`R${message.msgid.slice(-18)}${message.fixmedins_code.slice(-8)}`, message.msgid, at, setlId])
  if (rowCount === 0) return no('该结算已撤销')
  await client.query('update simulator.insurer_fee set setl_id = null where setl_id = $1', [setlId])
  await client.query('update simulator.insurer_person set account_cents = account_cents + $2, fund_cents = fund_cents - $3 where psn_no = $1', [settled.psn_no, settled.account_cents, settled.fund_cents])
  return yes({ setlinfo: { mdtrt_id: settled.mdtrt_id, setl_id: setlId, medfee_sumamt: yuan(-settled.total_cents), fund_pay_sumamt: yuan(-settled.fund_cents), acct_pay: yuan(-settled.account_cents), psn_cash_pay: yuan(settled.fund_cents + settled.account_cents - settled.total_cents), psn_part_amt: yuan(settled.fund_cents - settled.total_cents) } })
}
