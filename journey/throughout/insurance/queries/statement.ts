import { sql } from 'kysely'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { OpenClaim } from '../contract.ts'

export interface OurSettlement {
  readonly claimId: string
  readonly visitId: string
  readonly personId: string
  /** The message that asked for the settlement: what the insurer's statement knows it by, for its reversal too. */
  readonly msgid: string
  readonly setlId: string | null
  readonly at: Date
  readonly reversal: boolean
  /**
   * False: the message was never answered, or answered wrongly. It is taken back or is being taken back; the statement may have
   * it and its reversal, or neither, and together they come to nothing.
   */
  readonly certain: boolean
  /** Negative for a reversal; null where it is not certain. */
  readonly totalCents: number | null
  readonly fundCents: number | null
  readonly accountCents: number | null
}

/**
 * What was settled and taken back on one day as far as we know, message by message: to be compared with the insurer's statement
 * of that day. The day is that of sending; around midnight the insurer may count it to the next.
 */
export async function settlementsOfDay(tx: Tx, institutionId: number, day: string): Promise<OurSettlement[]> {
  const { rows } = await sql<OurSettlement>`
    select m.claim_id as "claimId", c.visit_id as "visitId", c.person_id as "personId", coalesce(m.about, m.msgid) as msgid, m.setl_id as "setlId", m.sent_at as at,
      m.infno <> '2207' as reversal, m.outcome = 'done' and m.total_cents is not null as certain, m.total_cents as "totalCents", m.fund_cents as "fundCents", m.account_cents as "accountCents"
    from insurance.message m join insurance.claim c on c.institution_id = m.institution_id and c.id = m.claim_id
    where m.institution_id = ${institutionId} and m.infno in ('2207', '2208', '2601') and m.outcome <> 'refused'
      and m.sent_at >= ${day}::date::timestamp at time zone 'Asia/Shanghai' and m.sent_at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'
    order by m.sent_at, m.msgid`.execute(tx)
  return rows
}

/** Claims a person must look at: refused, answered wrongly, or in doubt for long. */
export async function openClaims(tx: Tx, context: Context, institutionId: number): Promise<OpenClaim[]> {
  const { rows } = await sql<Omit<OpenClaim, 'nameMasked' | 'since'> & { personId: string; since: Date }>`
    select id, visit_id as "visitId", person_id as "personId", state, open_msgid is not null as unknown, total_cents as "totalCents", fund_cents as "fundCents",
      account_cents as "accountCents", fault, created_at as since
    from insurance.claim where institution_id = ${institutionId} and (state in ('refused', 'disputed') or (open_msgid is not null and checks > 0)) order by created_at limit 100`.execute(tx)
  const people = await personSummaries(tx, context, rows.map((row) => row.personId))
  return rows.map(({ personId, since, ...row }) => ({ ...row, nameMasked: people.get(personId)?.nameMasked ?? '', since: since.toISOString() }))
}
