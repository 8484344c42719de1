import type { Position, What } from '../contract.ts'
import { line, localTime, sealed } from './text-file.ts'

interface ExtractEntry {
  readonly transferId: string
  readonly line: number
  readonly what: What
  readonly kind: string
  readonly reference: string
  readonly at: Date
  readonly cents: number
}

const columns = [
  '# Amounts are whole cents. Above zero the hospital owes the region, below zero it is owed.',
  '# D|day|cut-off|institution',
  '# E|time|transfer|line|what|kind|reference|cents',
  '# P|open before|net of the day|settlements of earlier days|open after',
  '# T|entries|sum of the cents',
  '# S|SHA-256 of every byte above this line',
]

/** One hospital's part of a day, entry by entry, in the order of time. Made again, it is the same. */
export function hospitalExtract(about: { day: string; cutOff: Date; position: Position; entries: readonly ExtractEntry[] }): { text: string; sha256: string } {
  const { day, cutOff, position, entries } = about
  return sealed([
    line('LIUXIN-SETTLEMENT-EXTRACT', 1),
    ...columns,
    line('D', day, localTime(cutOff), position.institutionId),
    ...entries.map((one) => line('E', localTime(one.at), one.transferId, one.line, one.what, one.kind, one.reference, one.cents)),
    line('P', position.openingCents, position.netCents, position.settledCents, position.closingCents),
    line('T', entries.length, entries.reduce((sum, one) => sum + one.cents, 0)),
  ])
}
