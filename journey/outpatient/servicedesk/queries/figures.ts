import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DeskFigures, Topic } from '../contract.ts'
import { atDesk } from '../policy.ts'

interface Days {
  readonly from: string
  readonly to: string
}

interface Counted {
  readonly by: 'kind' | 'topic' | 'hour' | 'week'
  readonly key: string
  readonly contacts: number
  readonly minutes: number
}

const local = sql`at at time zone 'Asia/Shanghai'`
const within = (institutionId: number, { from, to }: Days) => sql`institution_id = ${institutionId} and withdrawn_at is null
  and at >= (${from}::date)::timestamp at time zone 'Asia/Shanghai' and at < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`

/** What people came for between two days: by kind, topic, hour of the day and week. Entries taken back do not count. */
export async function deskFigures(tx: Tx, context: Context, days: Days): Promise<DeskFigures> {
  const { institutionId } = atDesk(context)
  const { rows } = await sql<Counted>`
    with c as (select kind, topic, minutes, to_char(${local}, 'HH24') as hour, to_char(date_trunc('week', ${local}), 'YYYY-MM-DD') as week from servicedesk.contact where ${within(institutionId, days)})
    select 'kind' as by, kind as key, count(*)::int as contacts, sum(minutes)::float8 as minutes from c group by kind
    union all select 'topic', topic, count(*)::int, sum(minutes)::float8 from c group by topic
    union all select 'hour', hour, count(*)::int, sum(minutes)::float8 from c group by hour
    union all select 'week', week, count(*)::int, sum(minutes)::float8 from c group by week
    order by by, contacts desc, key`.execute(tx)
  const of = (by: Counted['by']) => rows.filter((row) => row.by === by).map(({ key, contacts, minutes }) => ({ key, contacts, minutes }))
  const kinds = of('kind')
  const outcome = await sql<{ answered: number; closed: number }>`select count(*) filter (where outcome = 'answered')::int as answered, count(*) filter (where outcome <> 'open')::int as closed
    from servicedesk.contact where ${within(institutionId, days)}`.execute(tx)
  const { answered, closed } = outcome.rows[0]!
  const inOrder = (counts: ReturnType<typeof of>) => counts.toSorted((a, b) => a.key.localeCompare(b.key))
  return {
    ...days, contacts: kinds.reduce((sum, one) => sum + one.contacts, 0), minutes: kinds.reduce((sum, one) => sum + one.minutes, 0),
    answeredPercent: closed === 0 ? null : Math.round((answered / closed) * 1000) / 10,
    byKind: kinds, byTopic: of('topic'), byHour: inOrder(of('hour')), byWeek: inOrder(of('week')), unanswered: await unanswered(tx, institutionId, days),
  }
}

/** Questions without an answer from the list, the most asked first: what to write next. */
async function unanswered(tx: Tx, institutionId: number, days: Days): Promise<DeskFigures['unanswered']> {
  const { rows } = await sql<{ words: string; topic: Topic; times: number }>`select min(words) as words, min(topic) as topic, count(*)::int as times from servicedesk.contact
    where ${within(institutionId, days)} and answer_id is null and words <> '' and (kind = 'advice' or outcome = 'no-answer')
    group by lower(regexp_replace(words, '[[:space:][:punct:]？。，！]', '', 'g')) order by times desc, words limit 20`.execute(tx)
  return rows
}

export interface ContactLine {
  readonly at: Date
  readonly kind: string
  readonly topic: string
  readonly words: string
  readonly minutes: number
  readonly outcome: string
  readonly anonymous: boolean
}

/** The entries behind the figures, without who they were. */
export async function contactLines(tx: Tx, context: Context, days: Days): Promise<ContactLine[]> {
  const { rows } = await sql<ContactLine>`select at, kind, topic, words, minutes::float8 as minutes, outcome, person_id is null as anonymous from servicedesk.contact
    where ${within(atDesk(context).institutionId, days)} order by at limit 50000`.execute(tx)
  return rows
}
