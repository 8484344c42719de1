import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import { type Context, systemContext } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { EndReason } from '../contract.ts'
import { sessionChanged } from '../events.ts'
import { after, limitsAt } from '../rules.ts'
import { roleIn, sessionOf, type SessionRow } from '../session-row.ts'

/** Nobody sees the page any more, at once, and nothing of it is kept. Either side may; ending twice changes nothing. */
export async function endHelp(tx: Tx, context: Context, id: string): Promise<void> {
  const row = await sessionOf(tx, context, id, undefined, true)
  await close(tx, context, row, roleIn(row, context) === 'helper' ? 'helper' : 'person')
}

/** Ends one session for a reason; what was shown goes, what was asked and answered stays. */
export async function close(tx: Tx, context: Context, row: Pick<SessionRow, 'personId' | 'id' | 'status'>, reason: EndReason): Promise<void> {
  if (row.status === 'ended') return
  await sql`update assistance.session set status = 'ended', code_hash = null, ended_at = ${context.now}, end_reason = ${reason} where person_id = ${row.personId} and id = ${row.id}`.execute(tx)
  await sql`delete from assistance.frame where person_id = ${row.personId} and session_id = ${row.id}`.execute(tx)
  await sql`update assistance.proposal set outcome = 'lapsed', answered_at = ${context.now} where person_id = ${row.personId} and session_id = ${row.id} and outcome is null`.execute(tx)
  await audit(tx, context, { action: 'assistance.end-help', personId: row.personId, subject: `assistance/${row.id}`, detail: { reason } })
  await announce(tx, context, sessionChanged(row.id, 'ended'))
}

/** Ends what is over: nobody came, the time is up, or one side has not been heard of. For the worker. Answers how many. */
export async function endWhatIsOver(tx: Tx, now: Date): Promise<number> {
  const context = systemContext('assistance.end-what-is-over', now)
  const { silenceSeconds, attemptMinutes } = await limitsAt(tx, now)
  const silent = after(now, { seconds: -silenceSeconds })
  const { rows } = await sql<Pick<SessionRow, 'personId' | 'id' | 'status'> & { reason: EndReason }>`
    select person_id as "personId", id, status, case when coalesce(expires_at, code_until) <= ${now} then 'over' else 'silence' end as reason
    from assistance.session where ended_at is null and (
      (status = 'asked' and code_until <= ${now}) or (status = 'joined' and helper_seen_at <= ${silent}) or (status = 'watching' and (expires_at <= ${now} or least(person_seen_at, helper_seen_at) <= ${silent})))
    order by id limit 200 for update skip locked`.execute(tx)
  for (const row of rows) await close(tx, context, row, row.reason)
  await sql`delete from assistance.attempt where at < ${after(now, { minutes: -attemptMinutes })}`.execute(tx)
  return rows.length
}
