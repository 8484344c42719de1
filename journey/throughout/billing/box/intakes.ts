import { sql } from 'kysely'
import { balanceOf } from '#engines/ledger/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { book } from '../books.ts'
import { IntakeNotFound } from '../errors.ts'

/** Somebody's notes in a machine, from the first to where they went. */
export interface Intake {
  readonly institutionId: number
  readonly id: string
  readonly machine: string
  readonly personId: string
  readonly billId: string | null
  readonly expectedCents: number
  readonly state: 'open' | 'finished'
  readonly openedAt: Date
  readonly touchedAt: Date
  readonly paidCents: number
  readonly putAsideCents: number
}

const columns = sql`institution_id as "institutionId", id, machine, person_id as "personId", bill_id as "billId", expected_cents as "expectedCents", state, opened_at as "openedAt",
  touched_at as "touchedAt", paid_cents as "paidCents", put_aside_cents as "putAsideCents"`

export async function intakeById(tx: Tx, institutionId: number, id: string): Promise<Intake> {
  const { rows } = await sql<Intake>`select ${columns} from billing.cash_intake where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  if (!rows[0]) throw new IntakeNotFound()
  return rows[0]
}

/** Kept still until the transaction ends: a note that comes and the end of it all wait for each other. */
export async function lockedIntake(tx: Tx, institutionId: number, id: string): Promise<Intake> {
  const { rows } = await sql<Intake>`select ${columns} from billing.cash_intake where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new IntakeNotFound()
  return rows[0]
}

export async function openIntakeAt(tx: Tx, institutionId: number, machine: string): Promise<Intake | undefined> {
  return (await sql<Intake>`select ${columns} from billing.cash_intake where institution_id = ${institutionId} and machine = ${machine} and state = 'open'`.execute(tx)).rows[0]
}

/** What was put in and has paid nothing yet. */
export async function heldCents(tx: Tx, { institutionId, id }: { institutionId: number; id: string }): Promise<number> {
  return -(await balanceOf(tx, book.intake(institutionId, id))).cents
}

/** Whose machine has not been heard of for so long: what they put in is credited without them. */
export async function silentIntakes(tx: Tx, before: Date): Promise<{ institutionId: number; id: string }[]> {
  return (await sql<{ institutionId: number; id: string }>`select institution_id as "institutionId", id from billing.cash_intake where state = 'open' and touched_at < ${before} order by touched_at limit 100`.execute(tx)).rows
}

/** The bills that an intake paid or made: what there are receipts of. */
export async function billsOfIntake(tx: Tx, institutionId: number, id: string): Promise<string[]> {
  return (await sql<{ billId: string }>`select bill_id as "billId" from billing.payment where institution_id = ${institutionId} and intake_id = ${id} order by created_at, id`.execute(tx)).rows.map((row) => row.billId)
}

export async function paymentsOfIntake(tx: Tx, institutionId: number, id: string): Promise<string[]> {
  return (await sql<{ id: string }>`select id from billing.payment where institution_id = ${institutionId} and intake_id = ${id} order by created_at, id`.execute(tx)).rows.map((row) => row.id)
}
