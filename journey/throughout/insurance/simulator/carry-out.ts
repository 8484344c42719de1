import type { PoolClient } from 'pg'
import type { Envelope, Reply } from '../protocol/envelope.ts'
import { centsOf, yuan } from '../protocol/money.ts'
import type { Behaviour } from './behaviour.ts'
import { reverseSettlement, settleBatch, weigh } from './settle.ts'
import { no, yes, type Work } from './work.ts'

const doings: Readonly<Record<string, (work: Work) => Promise<Reply>>> = {
  1101: lookUp, 2201: register, 2202: unregister, 2203: async () => yes({}), 2204: takeFees, 2205: withdrawFees,
  2206: (work) => weigh(work), 2207: (work) => settleBatch(work), 2208: (work) => reverseSettlement(work, work.field('setl_id')), 2601: takeBack,
  9001: async ({ message }) => yes({ signinoutb: { sign_no: `S${message.msgid.slice(-20)}`, sign_time: message.inf_time } }),
}

function textOf(node: unknown, name: string): string {
  const value = (node as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** One transaction of the insurer, in its own books. */
export function carryOut(client: PoolClient, message: Envelope, at: Date, behaviour: Behaviour): Promise<Reply> {
  const doing = doings[message.infno]
  return doing ? doing({ client, message, at, behaviour, field: (name) => textOf(message.input['data'], name) }) : Promise.resolve(no('没有这个交易'))
}

async function lookUp({ client, field, behaviour }: Work): Promise<Reply> {
  const certno = field('certno')
  if (!/^\d{17}[\dX]$/.test(certno)) return no('没有查到参保信息')
  const psnNo = `99${certno}`
  const { rows } = await client.query<{ account_cents: number }>(
    `insert into simulator.insurer_person (psn_no, account_cents) values ($1, $2) on conflict (psn_no) do update set psn_no = excluded.psn_no returning account_cents`, [psnNo, behaviour.accountCents])
  return yes({
    baseinfo: { psn_no: psnNo, psn_cert_type: '01', certno, psn_name: field('psn_name') },
    insuinfo: ['310', '390'].map((insutype) => ({ insutype, insuplc_admdvs: '990100', psn_insu_stas: '1', balc: yuan(insutype === '310' ? rows[0]!.account_cents : 0) })),
    idetinfo: [],
  })
}

async function register({ client, message, field }: Work): Promise<Reply> {
  const { rows } = await client.query<{ mdtrt_id: string }>(
    `insert into simulator.insurer_visit (mdtrt_id, fixmedins_code, ipt_otp_no, psn_no) values ($1, $2, $3, $4)
     on conflict (fixmedins_code, ipt_otp_no) do update set cancelled = false returning mdtrt_id`,
    [`M${message.msgid.slice(-18)}${message.fixmedins_code.slice(-6)}`, message.fixmedins_code, field('ipt_otp_no'), field('psn_no')])
  return yes({ data: { mdtrt_id: rows[0]!.mdtrt_id, psn_no: field('psn_no'), ipt_otp_no: field('ipt_otp_no') } })
}

async function unregister({ client, field }: Work): Promise<Reply> {
  const { rows } = await client.query(`select from simulator.insurer_settlement s where s.mdtrt_id = $1 and s.reverses is null
    and not exists (select from simulator.insurer_settlement r where r.reverses = s.setl_id)`, [field('mdtrt_id')])
  if (rows.length > 0) return no('该就诊已有结算，不能撤销')
  await client.query('update simulator.insurer_visit set cancelled = true where mdtrt_id = $1', [field('mdtrt_id')])
  return yes({})
}

async function takeFees({ client, message }: Work): Promise<Reply> {
  const result = []
  for (const fee of (message.input['feedetail'] ?? []) as Record<string, string>[]) {
    const total = centsOf(fee['det_item_fee_sumamt'])
    if (total === undefined) return no('费用金额不正确')
    const { rows } = await client.query<{ share_bp: number; ceiling_cents: number | null }>(
      `select coalesce(c.share_bp, p.insurance_share_bp, 0) as share_bp, c.ceiling_cents from (select $2::text as code) f
       left join simulator.insurer_catalogue c on c.code = f.code
       left join lateral (select insurance_share_bp from directory.price p join directory.institution i using (institution_id)
         where rpad(left(regexp_replace(i.code, '[^0-9A-Za-z]', '', 'g'), 12), 12, '0') = $1 and p.code = f.code and p.valid_from <= $3::date order by p.valid_from desc limit 1) p on true`,
      [message.fixmedins_code, fee['medins_list_codg'], String(fee['fee_ocur_time']).slice(0, 10)])
    const { share_bp: share, ceiling_cents: ceiling } = rows[0]!
    const parts = recognise(total, Number(fee['cnt']), share, ceiling)
    const { rowCount } = await client.query(
      `insert into simulator.insurer_fee (mdtrt_id, feedetl_sn, chrg_bchno, code, total_cents, over_cents, first_cents, own_pay_cents, scope_cents, ceiling_cents)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
      [fee['mdtrt_id'], fee['feedetl_sn'], fee['chrg_bchno'], fee['medins_list_codg'], total, parts.over, parts.first, parts.own, parts.scope, ceiling])
    if (rowCount === 0) return no('费用明细流水号重复')
    result.push({
      feedetl_sn: fee['feedetl_sn'], det_item_fee_sumamt: yuan(total), cnt: fee['cnt'], pric: fee['pric'], pric_uplmt_amt: ceiling === null ? null : yuan(ceiling),
      selfpay_prop: ((10_000 - share) / 10_000).toFixed(4), fulamt_ownpay_amt: yuan(parts.own), overlmt_amt: yuan(parts.over), preselfpay_amt: yuan(parts.first), inscp_scp_amt: yuan(parts.scope),
    })
  }
  return yes({ result })
}

/** Not covered: all the person's own. Covered: what is above the ceiling, then the part borne first, and the rest is what the rules apply to. */
function recognise(total: number, count: number, shareBp: number, ceiling: number | null) {
  if (shareBp === 0) return { own: total, over: 0, first: 0, scope: 0 }
  const over = ceiling === null ? 0 : Math.max(0, total - Math.round(ceiling * count))
  const scope = Math.round(((total - over) * shareBp) / 10_000)
  return { own: 0, over, first: total - over - scope, scope }
}

async function withdrawFees({ client, field }: Work): Promise<Reply> {
  await client.query(`delete from simulator.insurer_fee where mdtrt_id = $1 and setl_id is null and ($2 = '0000' or chrg_bchno = $2)`, [field('mdtrt_id'), field('chrg_bchno')])
  return yes({})
}

/** Whatever became of the message, it shall not have been: what it did is undone, and if it comes only later, it does nothing. */
async function takeBack(work: Work): Promise<Reply> {
  const { client, message, field, at } = work
  const code = message.fixmedins_code
  const { rows } = await client.query<{ infno: string; answer: Reply | null; body: Envelope }>(
    `insert into simulator.insurer_message (fixmedins_code, msgid, infno, body, due_at, at, taken_back) values ($1, $2, $3, $4, $5, $5, true)
     on conflict (fixmedins_code, msgid) do update set taken_back = true returning infno, answer, body`,
    [code, field('omsgid'), field('oinfno'), JSON.stringify(message), at])
  const original = rows[0]!
  if (original.answer?.infcode !== 0) return yes({})
  if (field('oinfno') === '2207') {
    const setlId = textOf(original.answer.output?.['setlinfo'], 'setl_id')
    const { rows: reversed } = await client.query('select from simulator.insurer_settlement where reverses = $1', [setlId])
    return reversed.length > 0 ? yes({}) : reverseSettlement(work, setlId)
  }
  if (field('oinfno') === '2208') return restore(work, textOf(original.body.input['data'], 'setl_id'))
  return no('该交易不支持冲正')
}

/** A reversal is itself taken back: the settlement stands again, under its number. */
async function restore({ client }: Work, setlId: string): Promise<Reply> {
  const { rows } = await client.query<{ psn_no: string; account_cents: number; fund_cents: number; mdtrt_id: string; chrg_bchno: string }>(
    `delete from simulator.insurer_settlement where reverses = $1 returning psn_no, account_cents, fund_cents, mdtrt_id, chrg_bchno`, [setlId])
  const taken = rows[0]
  if (!taken) return yes({})
  await client.query('update simulator.insurer_person set account_cents = account_cents + $2, fund_cents = fund_cents - $3 where psn_no = $1', [taken.psn_no, taken.account_cents, taken.fund_cents])
  await client.query('update simulator.insurer_fee set setl_id = $3 where mdtrt_id = $1 and chrg_bchno = $2', [taken.mdtrt_id, taken.chrg_bchno, setlId])
  return yes({})
}
