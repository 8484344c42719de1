import type { RowFault } from '../contract.ts'
import type { StatementLine } from '../matching/types.ts'
import { momentOf } from './amounts.ts'

// A terminal's statement of fixed width: a head (H), a line for each slip (D), a trailer (T) with counts and sums. What each field
// means and how wide it is: billing/channels/README.md.

export interface FixedWidth {
  readonly lines: readonly (StatementLine & { readonly terminalId: string })[]
  readonly faults: readonly RowFault[]
}

const KINDS: Readonly<Record<string, 'payment' | 'refund'>> = { '01': 'payment', '02': 'refund', '03': 'refund' }
const SLIP = /^D(\d\d)(.{8})(\d{6})(\d{6})(\d{8})(\d{6})(\d{12})(.{19})(.{12})(.{12})(.{32})(\w\w)$/
const HEAD = /^H(.{15})(\d{8})(\d{8})$/
const TRAILER = /^T(\d{8})(\d{15})(\d{8})(\d{15})$/

export function isFixedWidth(text: string): boolean {
  return HEAD.test(text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '')
}

export function readFixedWidth(text: string): FixedWidth {
  const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((row) => row.trim() !== '')
  const [head, trailer] = [HEAD.exec(rows[0] ?? ''), TRAILER.exec(rows.at(-1) ?? '')]
  const whole = (code: RowFault['code'], value = ''): RowFault => ({ line: 0, column: '', value, code })
  if (!trailer) return { lines: [], faults: [whole('no-summary')] }
  const read = rows.slice(1, -1).map((row, at) => slipOf(row, at + 2))
  const faults: RowFault[] = read.filter((one) => 'code' in one)
  const lines = read.filter((one): one is StatementLine & { terminalId: string } => !('code' in one))
  const of = (kind: string) => lines.filter((line) => line.kind === kind && line.status === 'done')
  const [paid, back] = [of('payment'), of('refund')]
  const sum = (some: readonly StatementLine[]) => some.reduce((cents, line) => cents + line.cents, 0)
  const compare = (code: RowFault['code'], said: string | undefined, found: number) => (Number(said) === found ? [] : [whole(code, `${Number(said)} / ${found}`)])
  if (faults.length > 0) return { lines: [], faults: faults.slice(0, 50) }
  return {
    lines,
    faults: [
      ...compare('count-differs', head?.[3], lines.length), ...compare('count-differs', trailer[1], paid.length), ...compare('sum-differs', trailer[2], sum(paid)),
      ...compare('count-differs', trailer[3], back.length), ...compare('sum-differs', trailer[4], sum(back)),
    ],
  }
}

function slipOf(row: string, line: number): (StatementLine & { terminalId: string }) | RowFault {
  const fault = (code: RowFault['code'], value: string, column = ''): RowFault => ({ line, column, value: value.slice(0, 80), code })
  const parts = SLIP.exec(row)
  if (!parts) return fault('too-few-cells', row)
  const [, word, terminalId, , , date, time, cents, , reference, , order, answer] = parts as unknown as string[]
  const kind = KINDS[word!]
  const at = momentOf(`${date} ${time}`)
  if (!kind) return fault('unknown-kind', word!)
  if (!at) return fault('not-a-time', `${date} ${time}`)
  return {
    line, kind, channelNumber: reference!.trim(), ourNumber: order!.trim(), cents: Number(cents), feeCents: null, status: answer === '00' ? 'done' : 'undone', at, terminalId: terminalId!.trim(),
  }
}
