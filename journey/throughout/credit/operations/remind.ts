import { sql } from 'kysely'
import { personSummaries, tellPerson } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { reminderRule } from '../rules.ts'

interface DueRow {
  readonly personId: string
  readonly dueOn: string
  readonly cents: number
  readonly offset: number
}

/**
 * Tells people by text message what is due soon, today, or overdue: once per day that the rule names, in the daytime.
 * What falls due on one day is one message. It says how much and until when, and nothing of what it was for.
 */
export async function remind(tx: Tx, context: Context, publicUrl: string): Promise<number> {
  const rule = await reminderRule(tx, context.now)
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hour12: false }).format(context.now))
  if (hour < rule.fromHour || hour >= rule.toHour) return 0
  const { rows } = await sql<DueRow>`
    select d.person_id as "personId", d.due_on::text as "dueOn", sum(d.open_cents)::bigint as cents, o as offset
    from unnest(${[...rule.days]}::integer[]) o join credit.debt d on d.open_cents > 0 and d.due_on = ${localDay(context.now)}::date - o
    group by 1, 2, 4 order by 1, 2`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.map((row) => row.personId))])
  for (const { personId, dueOn, cents, offset } of rows) {
    await tellPerson(tx, context, {
      personId, key: `credit/${personId}/${dueOn}/${offset}`, template: offset < 0 ? 'credit-due-soon' : offset === 0 ? 'credit-due-today' : 'credit-overdue',
      params: [people.get(personId)?.nameMasked ?? '', (cents / 100).toFixed(2), spoken(dueOn), `${publicUrl}/credit`],
    })
  }
  return rows.length
}

/** That something was put on credit, soon after it was: how much, and until when. */
export async function tellNewDebts(tx: Tx, context: Context, publicUrl: string): Promise<number> {
  const { rows } = await sql<{ personId: string; id: string; cents: number; dueOn: string }>`update credit.debt set told_at = ${context.now}
    where (person_id, id) in (select person_id, id from credit.debt where told_at is null order by taken_at limit 100 for update skip locked)
    returning person_id as "personId", id, cents, due_on::text as "dueOn"`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.map((row) => row.personId))])
  for (const { personId, id, cents, dueOn } of rows) {
    await tellPerson(tx, context, {
      personId, key: `credit/debt/${id}`, template: 'credit-used', params: [people.get(personId)?.nameMasked ?? '', (cents / 100).toFixed(2), spoken(dueOn), `${publicUrl}/credit`],
    })
  }
  return rows.length
}

function spoken(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日`
}
