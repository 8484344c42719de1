import { sql } from 'kysely'
import type { PoolCode } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AffectedState, Suspension, SuspensionReason, SuspensionStatus } from './contract.ts'
import { SuspensionNotFound } from './errors.ts'

export interface SuspensionRow {
  readonly institutionId: number
  readonly id: string
  readonly batchId: string
  readonly sessionId: number
  readonly periodIds: number[] | null
  readonly serviceId: number
  readonly departmentId: number
  readonly practitionerId: number | null
  readonly day: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly reason: SuspensionReason
  readonly note: string
  readonly status: SuspensionStatus
  readonly askedBy: string
  readonly askedAt: Date
  readonly here: number
  readonly withdrawn: { periodId: number; pool: PoolCode; units: number }[]
}

const columns = sql`institution_id as "institutionId", id, batch_id as "batchId", session_id as "sessionId", period_ids as "periodIds", service_id as "serviceId",
  department_id as "departmentId", practitioner_id as "practitionerId", day, starts_at as "startsAt", ends_at as "endsAt", reason, note, status,
  asked_by as "askedBy", asked_at as "askedAt", here, withdrawn`

export async function suspensionsWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<SuspensionRow[]> {
  const { rows } = await sql<SuspensionRow>`select ${columns} from suspension.suspension where ${condition}`.execute(tx)
  return rows.map((row) => ({ ...row, periodIds: row.periodIds?.map(Number) ?? null }))
}

/** The suspension, which nobody else changes until the transaction ends. Throws {@link SuspensionNotFound}. */
export async function lockedSuspension(tx: Tx, institutionId: number, id: string): Promise<SuspensionRow> {
  const [row] = await suspensionsWhere(tx, sql`institution_id = ${institutionId} and id = ${id} for update`)
  if (!row) throw new SuspensionNotFound()
  return row
}

export interface AffectedRow {
  readonly institutionId: number
  readonly suspensionId: string
  readonly appointmentId: string
  readonly personId: string
  readonly serviceId: number
  readonly startsAt: Date
  readonly was: 'held' | 'booked'
  readonly state: AffectedState
  readonly toldAt: Date | null
  readonly phones: number | null
  readonly offeredUntil: Date | null
  readonly newInstitutionId: number | null
  readonly newAppointmentId: string | null
}

export async function affectedWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<AffectedRow[]> {
  const { rows } = await sql<AffectedRow>`select institution_id as "institutionId", suspension_id as "suspensionId", appointment_id as "appointmentId",
      person_id as "personId", service_id as "serviceId", starts_at as "startsAt", was, state, told_at as "toldAt", phones, offered_until as "offeredUntil",
      new_institution_id as "newInstitutionId", new_appointment_id as "newAppointmentId"
    from suspension.affected where ${condition}`.execute(tx)
  return rows
}

export interface OfferRow {
  readonly institutionId: number
  readonly id: string
  readonly homeInstitutionId: number
  readonly suspensionId: string
  readonly appointmentId: string
  readonly personId: string
  readonly kind: 'same-doctor' | 'same-department' | 'other-hospital'
  readonly periodId: number
  readonly pool: PoolCode
  readonly serviceId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly expiresAt: Date
}

/** Open offers, in the order in which units are always locked. */
export async function openOffersWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`select institution_id as "institutionId", id, home_institution_id as "homeInstitutionId", suspension_id as "suspensionId",
      appointment_id as "appointmentId", person_id as "personId", kind, period_id as "periodId", pool, service_id as "serviceId", starts_at as "startsAt",
      ends_at as "endsAt", expires_at as "expiresAt"
    from suspension.offer where state = 'open' and ${condition} order by institution_id, period_id, id`.execute(tx)
  return rows
}

export type Counts = Suspension['counts']
