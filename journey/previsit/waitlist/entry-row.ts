import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Entry } from './contract.ts'

interface Row extends Omit<Entry, 'auto' | 'insteadOf' | 'booked' | 'createdAt' | 'withinKm'> {
  readonly withinKm: string | null
  readonly createdAt: Date
  readonly autoUntil: string | null
  readonly autoHalves: Entry['halves']
  readonly insteadOfInstitution: number | null
  readonly insteadOfId: string | null
  readonly bookedInstitution: number | null
  readonly bookedId: string | null
  readonly otherwiseDay: string | null
}

export interface StoredEntry extends Entry {
  readonly otherwiseDay: string | null
}

const columns = sql`person_id as "personId", id, institution_id as "institutionId", service_id as "serviceId", within_km as "withinKm", services,
  from_day as "fromDay", to_day as "toDay", halves, notice_hours as "noticeHours", auto_until as "autoUntil", auto_halves as "autoHalves", priority,
  priority_reason as "priorityReason", instead_of_institution as "insteadOfInstitution", instead_of as "insteadOfId", contact, note, created_at as "createdAt",
  status, end_reason as "endReason", booked_institution as "bookedInstitution", booked_id as "bookedId", otherwise_day as "otherwiseDay"`

/** Entries the one who asks may see, by a condition. */
export async function entriesWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<StoredEntry[]> {
  const { rows } = await sql<Row>`select ${columns} from waitlist.entry where ${condition}`.execute(tx)
  return rows.map(({ autoUntil, autoHalves, insteadOfInstitution, insteadOfId, bookedInstitution, bookedId, ...row }) => ({
    ...row,
    withinKm: row.withinKm === null ? null : Number(row.withinKm),
    createdAt: row.createdAt.toISOString(),
    auto: autoUntil === null ? null : { untilDay: autoUntil, halves: autoHalves },
    insteadOf: insteadOfInstitution !== null && insteadOfId !== null ? { institutionId: insteadOfInstitution, appointmentId: insteadOfId } : null,
    booked: bookedInstitution !== null && bookedId !== null ? { institutionId: bookedInstitution, appointmentId: bookedId } : null,
  }))
}

export async function findEntry(tx: Tx, id: string): Promise<StoredEntry | undefined> {
  return (await entriesWhere(tx, sql`id = ${id}`))[0]
}
