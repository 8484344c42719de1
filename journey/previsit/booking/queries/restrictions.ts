import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { RestrictedKind } from '../operations/restrict.ts'

export interface Restriction {
  readonly institutionId: number
  readonly id: string
  readonly subjectKind: RestrictedKind
  readonly subject: string
  readonly personId: string | null
  readonly reason: string
  readonly source: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly liftedAt: Date | null
  readonly liftReason: string | null
}

export interface WhoseRestrictions {
  readonly persons?: readonly string[]
  readonly accountId?: string
  readonly device?: string
  readonly institutionId?: number
  readonly source?: string
  readonly id?: string
  /** Also those that are over or were lifted. */
  readonly ended?: boolean
}

const columns = sql`institution_id as "institutionId", id, subject_kind as "subjectKind", subject, person_id as "personId", reason, source,
  starts_at as "startsAt", ends_at as "endsAt", lifted_at as "liftedAt", lift_reason as "liftReason"`

/**
 * Who may not book on line, as far as the one who asks may see it: of persons, of the account or of the device they ask from,
 * or all of an institution. In force now, unless `ended` ones are asked for too.
 */
export async function restrictionsOf(tx: Tx, { now }: Context, asked: WhoseRestrictions): Promise<Restriction[]> {
  const { persons, accountId, device, institutionId, source, id, ended = false } = asked
  const subjects = [...(persons ?? []), ...(accountId ? [accountId] : [])]
  const bySubject = persons === undefined && accountId === undefined ? sql`true` : sql`(subject = any (${subjects}) or person_id = any (${[...(persons ?? [])]}::uuid[]))`
  const { rows } = await sql<Restriction>`select ${columns} from booking.restriction
    where ${bySubject} and (${ended} or (lifted_at is null and ends_at > ${now} and starts_at <= ${now}))
      and (${institutionId ?? null}::integer is null or institution_id = ${institutionId ?? null})
      and (${source ?? null}::text is null or source = ${source ?? null}) and (${id ?? null}::uuid is null or id = ${id ?? null})
    order by starts_at desc limit 500`.execute(tx)
  if (!device) return rows
  // A device belongs to nobody in particular: whoever holds it may ask about it, and about no other.
  const { rows: ofDevice } = await sql<Restriction>`select ${columns} from booking.restriction_of_device(${device}, ${now})`.execute(tx)
  return [...rows, ...ofDevice.filter((one) => !rows.some((seen) => seen.id === one.id))]
}
