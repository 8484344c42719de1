import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { AssistSession } from '../contract.ts'
import { AnsweredAlready, HelpOver } from '../errors.ts'
import { sessionChanged } from '../events.ts'
import { after, limitsAt } from '../rules.ts'
import { sessionOf, toSession, watchedBy } from '../session-row.ts'
import { close } from './end-help.ts'

/** The person has seen who it is, and says yes or no; only a yes shows anything. Throws {@link HelpOver}, {@link AnsweredAlready}. */
export async function answerHelper(tx: Tx, context: Context, id: string, { accept, showsHealth }: { accept: boolean; showsHealth: boolean }): Promise<AssistSession> {
  const row = await sessionOf(tx, context, id, 'person', true)
  if (row.status === 'ended') throw new HelpOver()
  if (row.status !== 'joined') throw new AnsweredAlready()
  if (!accept) {
    await close(tx, context, row, 'declined')
  } else {
    const { sessionMinutes } = await limitsAt(tx, context.now)
    await sql`update assistance.session set status = 'watching', shows_health = ${showsHealth}, agreed_at = ${context.now}, expires_at = ${after(context.now, { minutes: sessionMinutes })},
      person_seen_at = ${context.now}, helper_seen_at = ${context.now} where person_id = ${row.personId} and id = ${row.id}`.execute(tx)
    await audit(tx, context, { action: 'assistance.agree-to-help', personId: row.personId, subject: `assistance/${id}`, detail: { showsHealth } })
    await announce(tx, context, sessionChanged(id, 'watching'))
  }
  return toSession(context, await sessionOf(tx, context, id, 'person'))
}

/** The person wants it to go on: the full time again from now. Throws {@link HelpOver}. */
export async function prolongHelp(tx: Tx, context: Context, id: string): Promise<AssistSession> {
  const row = await watchedBy(tx, context, id, 'person')
  const { sessionMinutes } = await limitsAt(tx, context.now)
  await sql`update assistance.session set expires_at = ${after(context.now, { minutes: sessionMinutes })} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'assistance.prolong-help', personId: row.personId, subject: `assistance/${id}` })
  await announce(tx, context, sessionChanged(id, 'watching'))
  return toSession(context, await sessionOf(tx, context, id, 'person'))
}

/** The person's page is still open. Answers how it stands. */
export async function stillHere(tx: Tx, context: Context, id: string): Promise<AssistSession> {
  const row = await sessionOf(tx, context, id, 'person')
  if (row.status !== 'ended') await sql`update assistance.session set person_seen_at = ${context.now} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  return toSession(context, row)
}
