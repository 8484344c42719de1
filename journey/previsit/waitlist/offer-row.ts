import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Offer } from './contract.ts'

export interface OfferRow extends Omit<Offer, 'startsAt' | 'endsAt' | 'madeAt' | 'answerBy'> {
  readonly unitId: number
  readonly periodId: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly madeAt: Date
  readonly answerBy: Date
}

const columns = sql`institution_id as "institutionId", id, unit_id as "unitId", period_id as "periodId", service_id as "serviceId", starts_at as "startsAt",
  ends_at as "endsAt", person_id as "personId", entry_id as "entryId", mode, status, why, code, made_at as "madeAt", answer_by as "answerBy", contact, calls,
  appointment_id as "appointmentId"`

/** Offers the one who asks may see, by a condition. */
export async function offersWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<OfferRow[]> {
  return (await sql<OfferRow>`select ${columns} from waitlist.offer where ${condition}`.execute(tx)).rows
}

export async function findOffer(tx: Tx, institutionId: number, id: string): Promise<OfferRow | undefined> {
  return (await offersWhere(tx, sql`institution_id = ${institutionId} and id = ${id}`))[0]
}

export function asOffer({ unitId: _unit, periodId: _period, ...row }: OfferRow): Offer {
  return { ...row, startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString(), madeAt: row.madeAt.toISOString(), answerBy: row.answerBy.toISOString() }
}
