import { sql } from 'kysely'
import { ticketById } from '#engines/queue/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { CheckInWay, VisitStatus } from './contract.ts'
import { VisitNotFound } from './errors.ts'

/** A visit as arrival knows it: who, where to, since when. */
export interface ArrivedVisit {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly departmentId: number
  readonly practitionerId: number | null
  readonly serviceId: number
  readonly dueFrom: Date
  readonly dueTo: Date
  readonly checkedInAt: Date
  readonly checkedInBy: CheckInWay
  readonly queueId: number
  readonly ticketId: string
  readonly status: VisitStatus
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly room: string
}

const columns = sql`
  institution_id as "institutionId", id as "visitId", person_id as "personId", department_id as "departmentId",
  practitioner_id as "practitionerId", service_id as "serviceId", due_from as "dueFrom", due_to as "dueTo",
  checked_in_at as "checkedInAt", checked_in_by as "checkedInBy", queue_id as "queueId", ticket_id as "ticketId", status,
  started_at as "startedAt", finished_at as "finishedAt", room`

export async function findVisit(tx: Tx, institutionId: number, visitId: string): Promise<ArrivedVisit | undefined> {
  const { rows } = await sql<ArrivedVisit>`
    select ${columns} from arrival.visit where institution_id = ${institutionId} and id = ${visitId}`.execute(tx)
  return rows[0]
}

export async function visitById(tx: Tx, institutionId: number, visitId: string): Promise<ArrivedVisit> {
  const visit = await findVisit(tx, institutionId, visitId)
  if (!visit) throw new VisitNotFound({ visitId })
  return visit
}

/** The visits behind these tickets, by ticket. */
export async function visitsOfTickets(tx: Tx, institutionId: number, ticketIds: readonly string[]): Promise<Map<string, ArrivedVisit>> {
  if (ticketIds.length === 0) return new Map()
  const { rows } = await sql<ArrivedVisit>`
    select ${columns} from arrival.visit
    where institution_id = ${institutionId} and ticket_id = any (${ticketIds}::uuid[])`.execute(tx)
  return new Map(rows.map((visit) => [visit.ticketId, visit]))
}

/** Who checked in on this day, of one department or doctor or of all. */
export async function visitsOfDay(
  tx: Tx,
  of: { readonly institutionId: number; readonly day: string; readonly departmentId?: number; readonly practitionerId?: number },
): Promise<ArrivedVisit[]> {
  const { rows } = await sql<ArrivedVisit>`
    select ${columns} from arrival.visit
    where institution_id = ${of.institutionId} and day = ${of.day}::date
      and (${of.departmentId ?? null}::integer is null or department_id = ${of.departmentId ?? null})
      and (${of.practitionerId ?? null}::integer is null or practitioner_id = ${of.practitionerId ?? null})
    order by due_from, checked_in_at`.execute(tx)
  return rows
}

export async function insertVisit(tx: Tx, visit: ArrivedVisit, day: string): Promise<boolean> {
  const { rows } = await sql`
    insert into arrival.visit (institution_id, id, person_id, department_id, practitioner_id, service_id, day, due_from, due_to,
      checked_in_at, checked_in_by, queue_id, ticket_id, room)
    values (${visit.institutionId}, ${visit.visitId}, ${visit.personId}, ${visit.departmentId}, ${visit.practitionerId},
      ${visit.serviceId}, ${day}::date, ${visit.dueFrom}, ${visit.dueTo}, ${visit.checkedInAt}, ${visit.checkedInBy},
      ${visit.queueId}, ${visit.ticketId}, ${visit.room})
    on conflict (institution_id, id) do nothing
    returning id`.execute(tx)
  return rows.length > 0
}

/** Brings the visit to a state; the moment it began and ended are kept from the first time. */
export async function setVisitStatus(tx: Tx, institutionId: number, visitId: string, status: VisitStatus, now: Date): Promise<void> {
  await sql`
    update arrival.visit set status = ${status},
      started_at = case when ${status} in ('in-consultation', 'finished') then coalesce(started_at, ${now}) else started_at end,
      finished_at = case when ${status} in ('finished', 'left') then ${now}::timestamptz end
    where institution_id = ${institutionId} and id = ${visitId}`.execute(tx)
}

/** The number on the patient's ticket. */
export async function labelOf(tx: Tx, visit: ArrivedVisit): Promise<string> {
  return (await ticketById(tx, visit)).label
}
