import type { Instruction } from '../contract.ts'
import { line, sealed, unsealed } from './text-file.ts'

const columns = [
  '# Amounts are whole cents of CNY.',
  '# D|day|instructions|cents in all',
  '# I|id|payer bank|payer account|payee bank|payee account|cents|purpose',
  '# S|SHA-256 of every byte above this line',
]

/** What the bank is told: one line for each hospital that pays or is paid. */
export function bankFile(day: string, instructions: readonly Instruction[]): { text: string; sha256: string } {
  return sealed([
    line('LIUXIN-BANK', 1),
    ...columns,
    line('D', day, instructions.length, instructions.reduce((sum, one) => sum + Math.abs(one.netCents), 0)),
    ...instructions.map((one) => line('I', one.id, one.payerBank, one.payerAccount, one.payeeBank, one.payeeAccount, Math.abs(one.netCents), `settlement ${day} ${one.institutionId}`)),
  ])
}

export interface BankOrder {
  readonly id: string
  readonly payerAccount: string
  readonly payeeAccount: string
  readonly cents: number
}

/** Reads what {@link bankFile} wrote: the bank's side. Undefined when it is not whole. */
export function readBankFile(text: string): BankOrder[] | undefined {
  const rows = unsealed(text)
  if (rows?.[0]?.[0] !== 'LIUXIN-BANK') return undefined
  return rows.filter(([kind]) => kind === 'I').map((cells) => ({ id: cells[1]!, payerAccount: cells[3]!, payeeAccount: cells[5]!, cents: Number(cells[6]) }))
}

export interface BankResult {
  readonly id: string
  readonly state: 'executed' | 'refused'
  readonly at: Date
  readonly reason: string
}

/** What the bank answers: an order it has not decided on is not in it. */
export function resultFile(results: readonly BankResult[]): string {
  return sealed([
    line('LIUXIN-BANK-RESULT', 1),
    '# R|id|executed or refused|time|reason',
    line('D', results.length),
    ...results.map((one) => line('R', one.id, one.state, one.at.toISOString(), one.reason)),
  ]).text
}

/** Undefined when it is not whole, or says something else than executed or refused. */
export function readResultFile(text: string): BankResult[] | undefined {
  const rows = unsealed(text)
  if (rows?.[0]?.[0] !== 'LIUXIN-BANK-RESULT') return undefined
  const results = rows.filter(([kind]) => kind === 'R').map((cells) => ({ id: cells[1] ?? '', state: cells[2] as BankResult['state'], at: new Date(cells[3] ?? ''), reason: cells[4] ?? '' }))
  const sound = results.every((one) => /^[0-9a-f-]{36}$/.test(one.id) && (one.state === 'executed' || one.state === 'refused') && !Number.isNaN(one.at.getTime()))
  return sound && Number(rows[1]?.[1]) === results.length ? results : undefined
}
