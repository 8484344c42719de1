import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { AssistSession, HelperKind } from '../contract.ts'
import { CodeWrong, NoSuchHelp, TooManyTries } from '../errors.ts'
import { sessionChanged } from '../events.ts'
import { after, limitsAt } from '../rules.ts'
import { sessionOf, toSession } from '../session-row.ts'
import { codeHash } from './ask-for-help.ts'

function accountOf({ actor }: Context): string {
  if (actor.kind !== 'patient' && actor.kind !== 'staff') throw new NoSuchHelp()
  return actor.accountId
}

/** Counts the try before the code is looked at, in a transaction of its own: a wrong one stays counted. Throws {@link TooManyTries}. */
export async function countTry(tx: Tx, context: Context): Promise<void> {
  const accountId = accountOf(context)
  const { attempts, attemptMinutes } = await limitsAt(tx, context.now)
  // One account tries one after the other, also from two devices.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`assistance.try ${accountId}`}, 0))`.execute(tx)
  const { rows } = await sql<{ tries: number }>`select count(*)::int as tries from assistance.attempt where account_id = ${accountId} and at > ${after(context.now, { minutes: -attemptMinutes })}`.execute(tx)
  if ((rows[0]?.tries ?? 0) >= attempts) throw new TooManyTries()
  await sql`insert into assistance.attempt (account_id, at, id) values (${accountId}, ${context.now}, ${newId()})`.execute(tx)
}

/**
 * A relative on their own phone, or staff and volunteers at a desk, enter the code they were told. It is used up: the second of
 * two finds nothing. The person is asked before anything is shown. Throws {@link CodeWrong}.
 */
export async function joinHelp(tx: Tx, context: Context, code: string): Promise<AssistSession> {
  const { actor } = context
  const accountId = accountOf(context)
  const self = await whoHelps(tx, context)
  const person = actor.kind === 'patient' ? actor.personId : null
  const institution = actor.kind === 'staff' ? actor.institutionId : null
  const { rows } = await sql<{ personId: string; id: string }>`select person_id as "personId", id
    from assistance.join_by_code(${codeHash(code)}, ${accountId}, ${person}, ${institution}, ${self.kind}, ${seal(self.name)}, ${context.now})`.execute(tx)
  const joined = rows[0]
  if (!joined) throw new CodeWrong()
  // Whoever may act for the person by their consent is family, and called by the full name.
  if (actor.kind === 'patient' && actor.mayActFor.some((one) => one === joined.personId)) {
    await sql`update assistance.session set helper_kind = 'family', helper_name_sealed = ${seal(self.fullName)} where person_id = ${joined.personId} and id = ${joined.id}`.execute(tx)
  }
  await sql`delete from assistance.attempt where account_id = ${accountId}`.execute(tx)
  await audit(tx, context, { action: 'assistance.join-help', personId: joined.personId, subject: `assistance/${joined.id}` })
  await announce(tx, context, sessionChanged(joined.id, 'joined'))
  return toSession(context, await sessionOf(tx, context, joined.id, 'helper'))
}

/** The name the person will see before they agree: staff by the name they sign with, a stranger masked. */
async function whoHelps(tx: Tx, context: Context): Promise<{ kind: HelperKind; name: string; fullName: string }> {
  const { actor } = context
  if (actor.kind === 'staff') {
    const name = (await staffName(tx, actor.institutionId, actor.accountId)) ?? ''
    return { kind: 'staff', name, fullName: name }
  }
  if (actor.kind !== 'patient') throw new NoSuchHelp()
  const own = await personSummary(tx, context, actor.personId)
  return { kind: 'person', name: own.nameMasked, fullName: own.name }
}
