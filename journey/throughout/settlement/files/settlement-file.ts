import { type Figure, type Position, type Side, sides, sumOf } from '../contract.ts'
import { line, localTime, sealed } from './text-file.ts'

export interface DayFigures {
  readonly day: string
  readonly cutOff: Date
  readonly transferCount: number
  readonly entryCount: number
  readonly positions: readonly Position[]
  readonly figures: readonly Figure[]
}

const columns = [
  '# Amounts are whole cents. A hospital above zero owes the region, below zero it is owed.',
  '# D|day|cut-off|transfers|entries',
  '# P|institution|open before|net of the day|settlements of earlier days|open after',
  '# F|side|institution|account|what|entries|cents above zero|cents below zero',
  '# T|hospitals net|hospitals settled|wallet|credit|channel|custodian|other|sum of all, always 0',
  '# S|SHA-256 of every byte above this line',
]

/**
 * The region's settlement file of a day. It holds no name and no moment of writing, only what the ledger says, so that anybody
 * can make it again at any time, byte for byte.
 */
export function settlementFile({ day, cutOff, transferCount, entryCount, positions, figures }: DayFigures): { text: string; sha256: string } {
  return sealed([
    line('LIUXIN-SETTLEMENT', 1),
    ...columns,
    line('D', day, localTime(cutOff), transferCount, entryCount),
    ...positions.map((one) => line('P', one.institutionId, one.openingCents, one.netCents, one.settledCents, one.closingCents)),
    ...figures.map((one) => line('F', one.side, one.institutionId, one.account, one.what, one.count, one.inCents, one.outCents)),
    line('T', ...totals(figures)),
  ])
}

/** The zero-sum proof: what the hospitals owe on balance is what the purses, the channels and the bank hold more or less. */
export function totals(figures: readonly Figure[]): number[] {
  const of = (side: Side) => sumOf(figures, (figure) => figure.side === side).cents
  const settled = sumOf(figures, (figure) => figure.side === 'hospital' && figure.what === 'settled').cents
  const others = sides.filter((side) => side !== 'hospital').map(of)
  return [of('hospital') - settled, settled, ...others, [of('hospital'), ...others].reduce((sum, cents) => sum + cents, 0)]
}
