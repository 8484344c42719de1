import { z } from 'zod'
import { localTime } from './local-time.ts'
import { centsOf, yuan } from './money.ts'

/** The inputs and outputs of the transactions we use, by the names of the public interface. */

const Amount = z.union([z.string(), z.number()]).transform((value, issues) => {
  const cents = centsOf(value)
  if (cents === undefined) {
    issues.addIssue({ code: 'custom', message: 'is not an amount' })
    return z.NEVER
  }
  return cents
})
const Text = z.union([z.string(), z.number()]).transform(String)

export interface Who {
  readonly psnNo: string
  readonly insutype: string
  readonly certno: string
}

// 1101: who this is at the insurer
export const lookUp = (certno: string, name: string) => ({
  data: { mdtrt_cert_type: '02', mdtrt_cert_no: certno, card_sn: '', begntime: '', psn_cert_type: '01', certno, psn_name: name },
})
export const LookedUp = z.object({
  baseinfo: z.object({ psn_no: Text }),
  insuinfo: z.array(z.object({ insutype: Text, insuplc_admdvs: Text, psn_insu_stas: Text.optional(), balc: Amount.optional() })),
})

// 2201: the visit is registered; the same outpatient number again is the same visit
export const register = (who: Who, visitNo: string, at: Date) => ({
  data: {
    psn_no: who.psnNo, insutype: who.insutype, begntime: localTime(at), mdtrt_cert_type: '02', mdtrt_cert_no: who.certno, ipt_otp_no: visitNo,
    atddr_no: '', dr_name: '', dept_code: '', dept_name: '', caty: '',
  },
})
export const Registered = z.object({ data: z.object({ mdtrt_id: Text }) })

// 2202: the registration is taken back
export const unregister = (psnNo: string, mdtrtId: string, visitNo: string) => ({ data: { psn_no: psnNo, mdtrt_id: mdtrtId, ipt_otp_no: visitNo } })

// 2203: what kind of visit it was
export const describeVisit = (psnNo: string, mdtrtId: string, at: Date) => ({
  mdtrtinfo: { mdtrt_id: mdtrtId, psn_no: psnNo, med_type: '11', begntime: localTime(at), main_cond_dscr: '', dise_codg: '', dise_name: '', birctrl_type: '', birctrl_matn_date: '' },
  diseinfo: [],
})

export interface Fee {
  readonly sn: string
  readonly code: string
  readonly quantityThousandths: number
  readonly unitCents: number
  readonly totalCents: number
  readonly chargedAt: Date
}

// 2204: the items of one batch
export const uploadFees = (psnNo: string, mdtrtId: string, batchNo: string, fees: readonly Fee[]) => ({
  feedetail: fees.map((fee) => ({
    feedetl_sn: fee.sn, mdtrt_id: mdtrtId, psn_no: psnNo, chrg_bchno: batchNo, dise_codg: '', rxno: '', rx_circ_flag: '0', fee_ocur_time: localTime(fee.chargedAt),
    med_list_codg: fee.code, medins_list_codg: fee.code, det_item_fee_sumamt: yuan(fee.totalCents), cnt: (fee.quantityThousandths / 1000).toFixed(4),
    pric: yuan(fee.unitCents), bilg_dept_codg: '', bilg_dept_name: '', bilg_dr_codg: '', bilg_dr_name: '', hosp_appr_flag: '1',
  })),
})
export const FeesTaken = z.object({
  result: z.array(z.object({
    feedetl_sn: Text, det_item_fee_sumamt: Amount, pric_uplmt_amt: Amount.nullish(), selfpay_prop: Text.nullish(), fulamt_ownpay_amt: Amount, overlmt_amt: Amount,
    preselfpay_amt: Amount, inscp_scp_amt: Amount,
  })),
})

// 2205: the items of a batch are taken back, as long as it is not settled
export const withdrawFees = (psnNo: string, mdtrtId: string, batchNo: string) => ({ data: { mdtrt_id: mdtrtId, chrg_bchno: batchNo, psn_no: psnNo } })

export interface Batch {
  readonly mdtrtId: string
  readonly batchNo: string
  readonly totalCents: number
  readonly ownPayCents: number
  readonly overCents: number
  readonly firstCents: number
  readonly scopeCents: number
  readonly useAccount: boolean
}

// 2206 and 2207: what would be paid, and what is paid
export const settle = (who: Who, batch: Batch) => ({
  data: {
    psn_no: who.psnNo, mdtrt_cert_type: '02', mdtrt_cert_no: who.certno, med_type: '11', medfee_sumamt: yuan(batch.totalCents), psn_setlway: '01',
    mdtrt_id: batch.mdtrtId, chrg_bchno: batch.batchNo, acct_used_flag: batch.useAccount ? '1' : '0', insutype: who.insutype, invono: '',
    fulamt_ownpay_amt: yuan(batch.ownPayCents), overlmt_selfpay: yuan(batch.overCents), preselfpay_amt: yuan(batch.firstCents), inscp_scp_amt: yuan(batch.scopeCents),
  },
})
export const Settlement = z.object({
  setlinfo: z.object({
    mdtrt_id: Text, setl_id: Text.optional(), medfee_sumamt: Amount, fund_pay_sumamt: Amount, acct_pay: Amount, psn_cash_pay: Amount, psn_part_amt: Amount,
    hosp_part_amt: Amount.optional(), balc: Amount.optional(), medins_setl_id: Text.optional(),
  }),
})
export type Settlement = z.infer<typeof Settlement>

// 2208: a settlement is taken back
export const reverse = (psnNo: string, mdtrtId: string, setlId: string) => ({ data: { setl_id: setlId, mdtrt_id: mdtrtId, psn_no: psnNo } })

// 2601: whatever became of that message, it shall not have been
export const takeBack = (psnNo: string, msgid: string, infno: string) => ({ data: { psn_no: psnNo, omsgid: msgid, oinfno: infno } })

// 9001: the hospital's desk signs in for the day
export const signIn = (operator: string) => ({ signIn: { opter_no: operator.slice(0, 20), mac: '', ip: '127.0.0.1' } })
export const SignedIn = z.object({ signinoutb: z.object({ sign_no: Text, sign_time: Text.optional() }) })
