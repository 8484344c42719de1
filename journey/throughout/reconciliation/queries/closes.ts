import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { DayFigures, DayInList } from '../contract.ts'
import { hashOf } from '../matching/seal.ts'

export interface CloseRow {
  readonly day: string
  readonly figures: DayFigures
  readonly named: Readonly<Record<string, string>>
  readonly hash: Buffer
  readonly previousHash: Buffer | null
  readonly closedByName: string
  readonly closedAt: Date
}

const columns = sql`to_char(day, 'YYYY-MM-DD') as day, figures, named, hash, previous_hash as "previousHash", closed_by_name as "closedByName", closed_at as "closedAt"`

export async function closeOf(tx: Tx, institutionId: number, day: string): Promise<CloseRow | undefined> {
  const { rows } = await sql<CloseRow>`select ${columns} from reconciliation.day_close where institution_id = ${institutionId} and day = ${day}::date`.execute(tx)
  return rows[0]
}

/** The closed days before one, the newest first. */
export async function closesBefore(tx: Tx, institutionId: number, day: string, most: number): Promise<CloseRow[]> {
  const { rows } = await sql<CloseRow>`select ${columns} from reconciliation.day_close where institution_id = ${institutionId} and day < ${day}::date order by day desc limit ${most}`.execute(tx)
  return rows
}

export async function closesBetween(tx: Tx, institutionId: number, from: string, to: string): Promise<CloseRow[]> {
  const { rows } = await sql<CloseRow>`select ${columns} from reconciliation.day_close where institution_id = ${institutionId} and day between ${from}::date and ${to}::date order by day desc`.execute(tx)
  return rows
}

export async function isClosedLater(tx: Tx, institutionId: number, day: string): Promise<boolean> {
  const { rows } = await sql`select from reconciliation.day_close where institution_id = ${institutionId} and day > ${day}::date limit 1`.execute(tx)
  return rows.length > 0
}

export function asListed({ day, figures, hash, closedByName, closedAt }: CloseRow): DayInList {
  const sum = (key: 'paymentCents' | 'refundCents') => figures.channels.reduce((cents, channel) => cents + channel[key], 0)
  return { day, paymentCents: sum('paymentCents'), refundCents: sum('refundCents'), corrected: figures.corrections.length > 0, closedBy: closedByName, closedAt: closedAt.toISOString(), hash: hash.toString('hex') }
}

/** Whether the figures are the ones that were frozen. */
export function isIntact({ figures, named, hash, previousHash }: CloseRow): boolean {
  return sealOf(figures, named, previousHash).equals(hash)
}

export function sealOf(figures: DayFigures, named: Readonly<Record<string, string>>, previous: Buffer | null): Buffer {
  return hashOf({ figures, named, previous: previous?.toString('hex') ?? null })
}
