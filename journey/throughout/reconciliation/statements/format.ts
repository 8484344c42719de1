import type { StatementLine } from '../matching/types.ts'
import type { RowFault } from '../contract.ts'

type FaultCode = RowFault['code']

/** Why a cell cannot be used. */
export class CellFault extends Error {
  readonly column: string
  readonly value: string
  readonly code: FaultCode

  constructor(column: string, value: string, code: FaultCode) {
    super(`${column}: ${code}`)
    this.column = column
    this.value = value
    this.code = code
  }
}

/** Reads the cells of one row by the header's names; what cannot be read is thrown as a {@link CellFault}. */
export interface Row {
  /** '' where the column is empty or absent. */
  text(column: string): string
  /** The same, and it must not be empty. */
  some(column: string): string
  cents(column: string): number
  moment(...columns: readonly string[]): Date
}

export interface Summary {
  readonly paymentCount?: number
  readonly paymentCents?: number
  readonly refundCount?: number
  readonly refundCents?: number
  readonly lineCount?: number
}

/** How one channel writes its statement. */
export interface StatementFormat {
  /** Columns without which it is no statement of this channel. */
  readonly required: readonly string[]
  /** What else a column may be called. */
  readonly also?: Readonly<Record<string, readonly string[]>>
  line(row: Row, number: number): StatementLine
  /** One merchant of the region may serve several hospitals: whether a row is about another one's money. */
  isElsewhere?(row: Row, institutionId: number): boolean
  /** What the file says of itself as a whole, where this row does; the rows before it are its lines. */
  summary(cells: readonly string[], all: readonly (readonly string[])[], at: number): Summary | undefined
  /** A file that breaks off before its summary is damaged. */
  readonly endsWithSummary: boolean
}
