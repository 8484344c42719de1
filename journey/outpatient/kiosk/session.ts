import { sql } from 'kysely'
import { signToken, verifyToken } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { SessionOver } from './errors.ts'
import type { MachineContext } from './machine-context.ts'

const SESSION = /^kiosk-session:(\d+):([0-9a-f-]{36})$/
/** The screen wipes after fifteen seconds; a message of it may be some seconds on its way. */
export const IDLE_SECONDS = 25
/** However often it is touched: nobody needs a machine longer. */
const MOST_SECONDS = 1200

/** Somebody showed who they are at this machine. Whoever stood there before is forgotten by the same act. */
export async function openSession(tx: Tx, { institutionId, machine, now }: MachineContext, personId: string): Promise<string> {
  const id = newId()
  await sql`insert into kiosk.session (institution_id, id, machine, person_id, opened_at, touched_at)
    values (${institutionId}, ${id}, ${machine}, ${personId}, ${now}, ${now})`.execute(tx)
  return signToken(`kiosk-session:${institutionId}:${id}`, MOST_SECONDS, now)
}

function idOf(session: string, { institutionId, now }: MachineContext): string {
  const token = verifyToken(session, now)
  const parts = 'payload' in token ? SESSION.exec(token.payload) : null
  if (!parts || Number(parts[1]) !== institutionId) throw new SessionOver()
  return parts[2]!
}

/** Who stands at this machine, and that they still do. Throws {@link SessionOver} when it was ended, or idle too long. */
export async function personOfSession(tx: Tx, context: MachineContext, session: string): Promise<string> {
  const { institutionId, machine, now } = context
  const { rows } = await sql<{ person_id: string }>`
    update kiosk.session set touched_at = greatest(touched_at, ${now})
    where institution_id = ${institutionId} and id = ${idOf(session, context)} and machine = ${machine} and ended_at is null
      and touched_at > ${now}::timestamptz - make_interval(secs => ${IDLE_SECONDS})
    returning person_id`.execute(tx)
  if (!rows[0]) throw new SessionOver()
  return rows[0].person_id
}

/** They left, or said so: from here on the session opens nothing. */
export async function endSession(tx: Tx, context: MachineContext, session: string): Promise<void> {
  await sql`update kiosk.session set ended_at = ${context.now}
    where institution_id = ${context.institutionId} and id = ${idOf(session, context)} and ended_at is null`.execute(tx)
}

/** What nobody ended is ended once it has been idle: the rows say when somebody stood there, and no more. */
export async function endIdleSessions(tx: Tx, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`update kiosk.session set ended_at = touched_at
    where ended_at is null and touched_at < ${now}::timestamptz - make_interval(secs => ${IDLE_SECONDS})`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
