import { sql } from 'kysely'
import { type Context, type PersonId, systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, type Tx } from '#platform/database/index.ts'
import { LinkOver } from '../errors.ts'
import { readLink } from './link.ts'

export interface Invited {
  readonly institutionId: number
  readonly noticeId: string
  readonly personId: PersonId
  readonly appointmentIds: readonly string[]
}

/**
 * Runs `work` as the person a link was sent to, and nobody else: row-level security then shows that person's rows only, and the
 * caller looks at the visits of the link only. A link is no sign-in: it opens nothing beyond this.
 */
export async function asInvited<T>(db: Db, asked: Context, token: string, work: (tx: Tx, context: Context, invited: Invited) => Promise<T>): Promise<T> {
  const ref = readLink(token, asked.now)
  const finding = systemContext('attendance.open-link', asked.now)
  const { rows } = await inTransaction(db, finding, (tx) => sql<{ personId: PersonId; appointmentId: string }>`
    select person_id as "personId", appointment_id as "appointmentId" from attendance.reminder
    where institution_id = ${ref.institutionId} and notice_id = ${ref.noticeId} order by starts_at, appointment_id`.execute(tx))
  const personId = rows[0]?.personId
  if (!personId) throw new LinkOver({ fault: 'forged' })
  const context: Context = { ...asked, actor: { kind: 'patient', accountId: `link ${ref.noticeId}`, personId, mayActFor: [personId] }, institutionId: null, purpose: 'booking' }
  return inTransaction(db, context, (tx) => work(tx, context, { ...ref, personId, appointmentIds: rows.map((row) => row.appointmentId) }))
}
