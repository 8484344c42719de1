import { sql } from 'kysely'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Item, itemKinds, type Loan } from '../contract.ts'
import { atDesk } from '../policy.ts'

interface LoanRow extends Omit<Loan, 'nameMasked' | 'lentAt' | 'dueAt' | 'backAt' | 'askedByMe' | 'overdue'> {
  readonly lentAt: Date
  readonly dueAt: Date
  readonly backAt: Date | null
  readonly askedBy: string | null
}

const columns = sql`l.id, l.item_id as "itemId", i.kind, i.code, l.status, l.person_id as "personId", l.deposit_cents as "depositCents", l.deposit_way as "depositWay",
  l.lent_at as "lentAt", l.due_at as "dueAt", l.back_at as "backAt", l.came_back as "cameBack", l.damage, l.kept_cents as "keptCents", l.asked_by as "askedBy", l.reminded`
const from = sql`servicedesk.loan l join servicedesk.item i on i.institution_id = l.institution_id and i.id = l.item_id`

export async function loansWhere<Extra extends object = object>(tx: Tx, context: Context, where: ReturnType<typeof sql>, extra = sql``): Promise<(Loan & Extra)[]> {
  const { rows } = await sql<LoanRow & Extra>`select ${columns} ${extra} from ${from} where ${where}`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.map((row) => row.personId))])
  return rows.map((row) => {
    const { askedBy, lentAt, dueAt, backAt, ...loan } = row
    return {
      ...(loan as unknown as Extra & Omit<Loan, 'nameMasked'>), nameMasked: people.get(row.personId)?.nameMasked ?? '', askedByMe: context.actor.kind === 'staff' && askedBy === context.actor.accountId,
      lentAt: lentAt.toISOString(), dueAt: dueAt.toISOString(), backAt: backAt?.toISOString() ?? null, overdue: row.status === 'out' && dueAt < context.now,
    }
  })
}

/** One loan of this desk, as it is now. */
export async function loanById(tx: Tx, context: Context, id: string): Promise<Loan> {
  const [loan] = await loansWhere(tx, context, sql`l.institution_id = ${atDesk(context).institutionId} and l.id = ${id}`)
  return loan!
}

/** Everything that can be lent, what is out first by when it is due, with who has it. */
export async function itemsHere(tx: Tx, context: Context): Promise<Item[]> {
  const { institutionId } = atDesk(context)
  const { rows } = await sql<Omit<Item, 'loan'>>`select id, kind, code, state, home, deposit_cents as "depositCents", hours from servicedesk.item
    where institution_id = ${institutionId} and state <> 'retired' order by array_position(${[...itemKinds]}::text[], kind), code`.execute(tx)
  const loans = await loansWhere(tx, context, sql`l.institution_id = ${institutionId} and l.status in ('out', 'checking')`)
  const byItem = new Map(loans.map((loan) => [loan.itemId, loan]))
  if (loans.length > 0) await audit(tx, context, { action: 'servicedesk.read-loans', subject: `institution/${institutionId}`, institutionId, detail: { count: loans.length } })
  return rows.map((item) => ({ ...item, loan: byItem.get(item.id) ?? null })).toSorted((a, b) => (a.loan?.dueAt ?? '9').localeCompare(b.loan?.dueAt ?? '9'))
}
