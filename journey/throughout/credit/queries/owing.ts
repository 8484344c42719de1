import { sql } from 'kysely'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { REGION } from '../books.ts'
import type { Owing, OwingRow } from '../contract.ts'
import { asDebt, debtColumns, type DebtRow } from './credit-page.ts'

interface Row extends DebtRow {
  readonly personId: string
  readonly waiverId: string | null
  readonly waiverCents: number | null
  readonly reason: string | null
  readonly askedBy: string | null
  readonly askedAt: Date | null
}

/** Who owes for treatment at this hospital, what is overdue first; and what waits for a second person. */
export async function owing(tx: Tx, context: Context, institutionId: number, onlyOverdue: boolean): Promise<Owing> {
  const today = localDay(context.now)
  if (institutionId === REGION) return owedAtHospitals(tx, today)
  const { rows } = await sql<Row>`select d.person_id as "personId", ${debtColumns(today)}, w.id as "waiverId", w.cents as "waiverCents", w.reason, w.asked_by as "askedBy", w.asked_at as "askedAt"
    from credit.debt d left join credit.waiver w on w.person_id = d.person_id and w.debt_id = d.id and w.status = 'asked'
    where d.institution_id = ${institutionId} and d.open_cents > 0 and (not ${onlyOverdue} or d.due_on < ${today}::date)
    order by w.id is null, d.due_on, d.taken_at limit 200`.execute(tx)
  const total = await sql<Omit<Owing, 'debts' | 'hospitals'>>`select coalesce(sum(open_cents), 0)::bigint as "owedCents",
      coalesce(sum(open_cents) filter (where due_on < ${today}::date), 0)::bigint as "overdueCents", count(distinct person_id)::integer as people
    from credit.debt where institution_id = ${institutionId} and open_cents > 0`.execute(tx)
  await audit(tx, context, { action: 'credit.list-owing', subject: `institution/${institutionId}`, institutionId })
  const people = await personSummaries(tx, context, [...new Set(rows.map((row) => row.personId))])
  const debts = await Promise.all(rows.map(async ({ waiverId, waiverCents, reason, askedBy, askedAt, ...row }): Promise<OwingRow> => {
    const person = people.get(row.personId)
    const waiver = waiverId ? { id: waiverId, cents: waiverCents!, reason: reason!, askedByMe: askedBy === actorId(context.actor), askedAt: askedAt!.toISOString() } : null
    return { ...(await asDebt(tx, row)), nameMasked: person?.nameMasked ?? '', phoneMasked: person?.phoneMasked ?? null, waiver }
  }))
  return { ...total.rows[0]!, debts, hospitals: [] }
}

/** The region sees sums by hospital, and no person. */
async function owedAtHospitals(tx: Tx, today: string): Promise<Owing> {
  const { rows } = await sql<Omit<Owing['hospitals'][number], 'name' | 'nameEn'>>`select institution_id as "institutionId", owed_cents as "owedCents", overdue_cents as "overdueCents", people
    from credit.owed_at_hospitals(${today}::date)`.execute(tx)
  const hospitals = await Promise.all(rows.map(async (row) => {
    const institution = await institutionById(tx, row.institutionId)
    return { ...row, name: institution?.name ?? '', nameEn: institution?.nameEn ?? '' }
  }))
  const sum = (what: 'owedCents' | 'overdueCents' | 'people') => rows.reduce((all, row) => all + row[what], 0)
  return { debts: [], hospitals, owedCents: sum('owedCents'), overdueCents: sum('overdueCents'), people: sum('people') }
}
