import { sql } from 'kysely'
import { personSummaries, tellPerson } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { deskChanged } from '../events.ts'
import { spoken } from '../reactions.ts'
import { loanRemindersRule } from '../rules.ts'

interface Overdue {
  readonly institutionId: number
  readonly id: string
  readonly personId: string
  readonly code: string
  readonly home: string
  readonly dueAt: Date
  readonly reminded: number
}

/** Asks for what is overdue, by message, at the hours the rule names and in the daytime. Each reminder once, however often the task runs. */
export async function remindOverdue(tx: Tx, context: Context): Promise<number> {
  const rule = await ruleAt(tx, loanRemindersRule, 0, context.now)
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hour12: false }).format(context.now))
  if (hour < rule.fromHour || hour >= rule.toHour) return 0
  const { rows } = await sql<Overdue>`update servicedesk.loan l set reminded = l.reminded + 1 from servicedesk.item i
    where i.institution_id = l.institution_id and i.id = l.item_id and l.status = 'out' and l.reminded < ${rule.hoursAfter.length}
      and l.due_at + make_interval(hours => (${[...rule.hoursAfter]}::integer[])[l.reminded + 1]) <= ${context.now}
    returning l.institution_id as "institutionId", l.id, l.person_id as "personId", i.code, i.home, l.due_at as "dueAt", l.reminded`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.map((row) => row.personId))])
  for (const { institutionId, id, personId, code, home, dueAt, reminded } of rows) {
    await tellPerson(tx, context, { personId, key: `loan/${id}/overdue-${reminded}`, template: 'item-overdue', params: [people.get(personId)?.nameMasked ?? '', code, spoken(dueAt), home] })
    await audit(tx, context, { action: 'servicedesk.remind', personId, subject: `loan/${id}`, institutionId, detail: { reminded } })
  }
  for (const institutionId of new Set(rows.map((row) => row.institutionId))) await announce(tx, context, deskChanged(institutionId))
  return rows.length
}
