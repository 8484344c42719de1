import { RowWriter } from './copy.ts'
import { personAt, personRows } from './generate/persons.ts'
import type { RegionSize } from './generate/places.ts'
import { tables } from './tables.ts'

export interface PersonRange {
  readonly seed: string
  readonly size: RegionSize
  readonly from: number
  readonly to: number
  readonly at: Date
}

/** The rows of a range of people, ready for COPY. */
export interface PersonBlocks {
  readonly person: Buffer[]
  readonly document: Buffer[]
  readonly account: Buffer[]
}

/** Makes, encrypts and encodes people. Pure work for a processor: it runs in worker threads as well. */
export function makePersonBlocks({ seed, size, from, to, at }: PersonRange): PersonBlocks {
  const person = new RowWriter(Object.values(tables.person.columns))
  const document = new RowWriter(Object.values(tables.document.columns))
  const account = new RowWriter(Object.values(tables.patientAccount.columns))
  for (let index = from; index < to; index++) {
    const rows = personRows(seed, personAt(seed, index), size, at)
    person.row(rows.person)
    document.row(rows.document)
    if (rows.account) account.row(rows.account)
  }
  return { person: person.take(), document: document.take(), account: account.take() }
}
