import { sql } from 'kysely'
import { purseOf } from '#engines/ledger/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { debtAccount, visitOf } from '../books.ts'
import type { CreditPage, Debt, HistoryLine } from '../contract.ts'
import { owedBy, readLine } from '../line.ts'
import { refuseStrangers } from '../mine.ts'
import { termsAt } from '../rules.ts'

/** Everything a person should know about what they pay later. Throws {@link NotYourPerson}. */
export async function creditPage(tx: Tx, context: Context, personId: string): Promise<CreditPage> {
  await refuseStrangers(tx, context, personId)
  const persons = await entriesOf(tx, personId)
  await audit(tx, context, { action: 'credit.read-page', personId, subject: `person/${personId}` })
  const line = await readLine(tx, context, personId)
  const terms = await termsAt(tx, context.now)
  const purse = line ? await purseOf(tx, debtAccount(line.personId, false)) : { cents: 0, heldInCents: 0 }
  const limitCents = line?.limitCents ?? terms.limitCents
  const owed = await owedBy(tx, context, personId)
  return {
    personId, agreedAt: line?.agreedAt.toISOString() ?? null, blocked: owed.overdueCents > 0, terms, limitCents, ...owed,
    usedCents: purse.cents, keptCents: purse.heldInCents, roomCents: Math.max(0, limitCents - purse.cents - purse.heldInCents),
    debts: await openDebts(tx, context, persons), history: await historyOf(tx, persons), links: await openLinks(tx, context, persons),
  }
}

export interface DebtRow extends Omit<Debt, 'takenAt' | 'institutionName' | 'institutionNameEn' | 'visitId'> {
  readonly takenAt: Date
  readonly reference: string
}

export const debtColumns = (today: string) => sql`d.id, d.institution_id as "institutionId", d.reference, d.emergency, d.cents, d.open_cents as "openCents", d.taken_at as "takenAt",
  d.due_on::text as "dueOn", d.due_on < ${today}::date as overdue`

export async function asDebt<T extends DebtRow>(tx: Tx, { reference, takenAt, ...row }: T): Promise<Omit<T, 'reference' | 'takenAt'> & Pick<Debt, 'takenAt' | 'institutionName' | 'institutionNameEn' | 'visitId'>> {
  return { ...row, ...(await nameOf(tx, row.institutionId)), visitId: visitOf(reference), takenAt: takenAt.toISOString() }
}

async function openDebts(tx: Tx, context: Context, persons: readonly string[]): Promise<Debt[]> {
  const { rows } = await sql<DebtRow>`select ${debtColumns(localDay(context.now))} from credit.debt d
    where d.person_id = any (${[...persons]}::uuid[]) and d.open_cents > 0 order by d.due_on, d.taken_at, d.id`.execute(tx)
  return Promise.all(rows.map((row) => asDebt(tx, row)))
}

/** The last of what happened: put off, paid back, given back, waived. A repayment is one line, however many debts it brought down. */
async function historyOf(tx: Tx, persons: readonly string[]): Promise<HistoryLine[]> {
  const { rows } = await sql<Omit<HistoryLine, 'at' | 'institutionName' | 'institutionNameEn'> & { at: Date; institutionId: number }>`
    select * from (
      select id::text, 'used' as kind, cents, taken_at as at, institution_id as "institutionId" from credit.debt where person_id = any (${[...persons]}::uuid[])
      union all
      select r.id::text, 'repaid', r.applied_cents, r.at, r.institution_id from credit.repayment r where r.person_id = any (${[...persons]}::uuid[]) and r.applied_cents > 0
      union all
      select r.id::text, r.kind, sum(r.cents)::bigint, r.at, r.institution_id from credit.reduction r
      where r.person_id = any (${[...persons]}::uuid[]) and r.kind <> 'repaid' group by r.id, r.kind, r.at, r.institution_id) h
    order by at desc, kind = 'used', id limit 50`.execute(tx)
  return Promise.all(rows.map(async ({ institutionId, at, ...row }) => ({ ...row, ...(await nameOf(tx, institutionId)), at: at.toISOString() })))
}

async function openLinks(tx: Tx, { now }: Context, persons: readonly string[]): Promise<CreditPage['links']> {
  const { rows } = await sql<{ id: string; endsAt: Date }>`select id, ends_at as "endsAt" from credit.link
    where person_id = any (${[...persons]}::uuid[]) and ended_at is null and ends_at > ${now} order by made_at desc`.execute(tx)
  return rows.map((row) => ({ ...row, endsAt: row.endsAt.toISOString() }))
}

async function nameOf(tx: Tx, institutionId: number): Promise<{ institutionName: string; institutionNameEn: string }> {
  const institution = await institutionById(tx, institutionId)
  return { institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '' }
}
