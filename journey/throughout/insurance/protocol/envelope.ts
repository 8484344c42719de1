import { z } from 'zod'
import { localTime } from './local-time.ts'

/** What goes around every message to the insurer. Which names are verified against what: README. */
export interface Sender {
  /** The hospital's number at the insurer, 12 characters. */
  readonly fixmedinsCode: string
  readonly fixmedinsName: string
  /** Where the visit takes place. */
  readonly area: string
  readonly operator: string
}

export interface Message {
  readonly infno: string
  readonly msgid: string
  /** Where the person is insured. */
  readonly insuplcAdmdvs: string
  readonly input: object
}

/** The message as bytes, but for its signature. */
export function envelope(sender: Sender, { infno, msgid, insuplcAdmdvs, input }: Message, at: Date, signNo: string) {
  return {
    infno, msgid, mdtrtarea_admvs: sender.area, insuplc_admdvs: insuplcAdmdvs, recer_sys_code: 'MBS', dev_no: '', dev_safe_info: '', cainfo: '',
    signtype: 'SM2', infver: 'V1.0', opter_type: '1', opter: sender.operator.slice(0, 30), opter_name: sender.operator.slice(0, 50),
    inf_time: localTime(at), fixmedins_code: sender.fixmedinsCode, fixmedins_name: sender.fixmedinsName.slice(0, 200), sign_no: signNo, input,
  }
}

export const Envelope = z.object({
  infno: z.string().length(4), msgid: z.string().length(30), mdtrtarea_admvs: z.string(), insuplc_admdvs: z.string(), cainfo: z.string(),
  inf_time: z.string(), fixmedins_code: z.string().length(12), sign_no: z.string(), opter: z.string(), input: z.record(z.string(), z.unknown()),
})
export type Envelope = z.infer<typeof Envelope>

/** infcode 0 is done, everything else is a no. Numbers come as text from some platforms. */
export const Reply = z.object({
  infcode: z.coerce.number().int(),
  inf_refmsgid: z.string().nullish(),
  refmsg_time: z.string().nullish(),
  respond_time: z.string().nullish(),
  err_msg: z.string().nullish(),
  output: z.record(z.string(), z.unknown()).nullish(),
})
export type Reply = z.infer<typeof Reply>

/** Hospital, second, and four figures that count up: 12 + 14 + 4 = 30 characters. */
export function messageId(fixmedinsCode: string, at: Date, number: number): string {
  return fixmedinsCode + localTime(at).replaceAll(/\D/g, '') + String(number % 10_000).padStart(4, '0')
}

/** A hospital's code in the directory as the interface wants it. */
export function asFixmedinsCode(code: string): string {
  return code.replaceAll(/[^0-9A-Za-z]/g, '').slice(0, 12).padEnd(12, '0')
}

/** A claim's batch number: its id without hyphens, version and variant, which say nothing. 30 characters. */
export function batchNumber(claimId: string): string {
  const hex = claimId.replaceAll('-', '')
  return hex.slice(0, 12) + hex.slice(13, 16) + hex.slice(17)
}
