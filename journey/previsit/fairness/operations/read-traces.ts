import { sql } from 'kysely'
import { openedAt } from '#engines/capacity/index.ts'
import {
  APPOINTMENT_BOOKED, APPOINTMENT_CANCELLED, APPOINTMENT_MISSED, APPOINTMENT_MOVED, type AppointmentTrace, appointmentTraces,
} from '#journey/previsit/booking/index.ts'
import { patientAccounts } from '#journey/throughout/access/index.ts'
import { payersOf } from '#journey/throughout/billing/index.ts'
import { tiedSince } from '#journey/throughout/people/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { TailedEvent } from '#platform/events/index.ts'
import { markOf } from './echoes.ts'

const BILL_PAID = 'billing.bill-paid.v1'
const VISIT_FINISHED = 'consulting.visit-finished.v1'
/** What changes what a trace says: made, moved, given back, missed, paid, seen. One id goes through the whole visit. */
const ID_IN: Readonly<Record<string, string>> = {
  [APPOINTMENT_BOOKED]: 'appointmentId', [APPOINTMENT_CANCELLED]: 'appointmentId', [APPOINTMENT_MISSED]: 'appointmentId', [APPOINTMENT_MOVED]: 'appointmentId',
  [BILL_PAID]: 'billId', [VISIT_FINISHED]: 'visitId',
}
/** Somebody the account has booked for since before this is family, not a stranger who just agreed. */
const LONG_TIED_MS = 14 * 86_400_000

export interface Touched {
  readonly institutionId: number
  readonly accountId: string
}

/** Takes in what these events tell about bookings made on line by patients' accounts. Taking in twice changes nothing. */
export async function readTraces(tx: Tx, events: readonly TailedEvent[]): Promise<Touched[]> {
  const refs = new Map<string, { institutionId: number; id: string }>()
  for (const { type, institutionId, payload } of events) {
    const id = payload[ID_IN[type] ?? '']
    if (typeof id === 'string' && institutionId !== null) refs.set(id, { institutionId, id })
  }
  const found = await appointmentTraces(tx, [...refs.values()])
  const accounts = await patientAccounts(tx, [...new Set(found.map((one) => one.bookedBy))])
  // Whose account it is decides, not what the request calls itself: a header can say anything.
  const online = found.filter((one) => accounts.has(one.bookedBy))
  if (online.length === 0) return []
  const opened = await openedAt(tx, online)
  const payers = await payersOf(tx, online.map(({ institutionId, appointmentId }) => ({ institutionId, id: appointmentId })))
  const ties = await tiedSince(tx, online.map((one) => ({ proxyId: accounts.get(one.bookedBy)!.personId ?? one.personId, personId: one.personId })))
  const rows = online.map((one, at) => ({
    ...traceRow(one), holder_id: accounts.get(one.bookedBy)!.personId, account_mark: markOf('account', one.bookedBy), phone: accounts.get(one.bookedBy)!.phoneHash, payer: payers.get(one.appointmentId) ?? null, opened_at: opened[at]?.toISOString() ?? null,
    related: accounts.get(one.bookedBy)!.personId === one.personId || isLong(ties[at] ?? null, one.bookedAt),
  }))
  await keep(tx, rows)
  return online.map(({ institutionId, bookedBy }) => ({ institutionId, accountId: bookedBy }))
}

function isLong(since: Date | null, bookedAt: Date): boolean {
  return since !== null && bookedAt.getTime() - since.getTime() >= LONG_TIED_MS
}

function traceRow(one: AppointmentTrace) {
  return {
    institution_id: one.institutionId, appointment_id: one.appointmentId, person_id: one.personId, account_id: one.bookedBy, device: one.device,
    period_id: one.periodId, department_id: one.departmentId, practitioner_id: one.practitionerId, booked_at: one.bookedAt.toISOString(), status: one.status,
    ended_at: one.endedAt?.toISOString() ?? null,
  }
}

async function keep(tx: Tx, rows: readonly object[]): Promise<void> {
  await sql`insert into fairness.trace (institution_id, appointment_id, person_id, account_id, holder_id, device, phone, payer, period_id, department_id,
      practitioner_id, booked_at, opened_at, status, ended_at, related, account_mark)
    select institution_id, appointment_id, person_id, account_id, holder_id, device, phone, payer, period_id, department_id, practitioner_id, booked_at, opened_at, status, ended_at,
      related, account_mark
    from json_to_recordset(${JSON.stringify(rows)}) as t(institution_id integer, appointment_id uuid, person_id uuid, account_id uuid, holder_id uuid, device text, phone text, payer uuid,
      period_id bigint, department_id integer, practitioner_id integer, booked_at timestamptz, opened_at timestamptz, status text, ended_at timestamptz, related boolean, account_mark text)
    -- Whether they were strangers is judged once, at booking; and moving is no new booking of another place.
    on conflict (institution_id, appointment_id) do update set status = excluded.status, ended_at = excluded.ended_at, payer = coalesce(excluded.payer, fairness.trace.payer)`.execute(tx)
}
