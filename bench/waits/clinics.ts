import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import { type Assumptions, type DayOfInstitution, demandOf } from '#region/simulate/day/index.ts'

/** Some clinics of one hospital's morning, spread over its departments; the same doctors every day, other people. */
export function clinicsOfDay(day: string, clinics: number, assume: Assumptions): DayOfInstitution {
  const [institution] = demandOf({ seed: `replayed ${day}`, usual: 'replayed', size: 'city', institutions: 1, rules: 'with', assume })
  const mornings = institution!.sessions.filter((one) => one.from < 12 * 3600)
  const sessions = mornings.filter((_, n) => n % Math.max(1, Math.floor(mornings.length / clinics)) === 0).slice(0, clinics)
  const kept = new Set(sessions)
  return { ...institution!, sessions, patients: institution!.patients.filter((one) => kept.has(one.session)) }
}

export interface Judged {
  readonly promises: number
  readonly inside: number
  readonly earlier: number
  readonly later: number
  readonly meanWidth: number
}

/** What was told on a day and came true, as the product itself wrote it down. */
export function judgedOf(db: Db, institutionId: number, day: string): Promise<Judged> {
  return inTransaction(db, systemContext('bench', new Date()), async (tx) => {
    const { rows } = await sql<Judged>`
      select count(*)::integer as promises, avg((called_at between from_at and to_at)::integer)::double precision as inside,
        avg((called_at < from_at)::integer)::double precision as earlier, avg((called_at > to_at)::integer)::double precision as later,
        avg(extract(epoch from to_at - from_at) / 60)::double precision as "meanWidth"
      from queue.promise where institution_id = ${institutionId} and day = ${day}::date and outcome = 'called' and from_at is not null`.execute(tx)
    return rows[0]!
  })
}
