import { sql } from 'kysely'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Contact, DeskNow } from '../contract.ts'
import { atDesk } from '../policy.ts'
import { openMatters } from './matters.ts'
import { runningShift, shiftView } from './shift.ts'

/** The desk as it is this moment: whose shift, what is open, who came today, what is out. */
export async function deskNow(tx: Tx, context: Context, search = ''): Promise<DeskNow> {
  const { institutionId } = atDesk(context)
  const shift = await runningShift(tx, institutionId)
  const contacts = await contactsOfToday(tx, context, institutionId, search)
  const today = await sql<{ contacts: number; minutes: number }>`select count(*)::int as contacts, coalesce(sum(minutes), 0)::float8 as minutes from servicedesk.contact
    where institution_id = ${institutionId} and at >= ${dayStart(context)} and withdrawn_at is null and kind <> 'help'`.execute(tx)
  const things = await sql<{ out: number; overdue: number; ready: number }>`select
      (select count(*) from servicedesk.loan where institution_id = ${institutionId} and status = 'out')::int as out,
      (select count(*) from servicedesk.loan where institution_id = ${institutionId} and status = 'out' and due_at < ${context.now})::int as overdue,
      (select count(*) from servicedesk.item where institution_id = ${institutionId} and state = 'ready')::int as ready`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.read-desk', subject: `institution/${institutionId}`, institutionId })
  return {
    asOf: context.now.toISOString(), shift: shift ? shiftView(shift, context) : null, matters: await openMatters(tx, context, institutionId), contacts,
    figures: { ...today.rows[0]!, ...things.rows[0]! },
  }
}

const dayStart = ({ now }: Context) => new Date(`${localDay(now)}T00:00:00+08:00`)

interface Row extends Omit<Contact, 'at' | 'nameMasked' | 'mine'> {
  readonly at: Date
  readonly accountId: string | null
}

async function contactsOfToday(tx: Tx, context: Context, institutionId: number, search: string): Promise<Contact[]> {
  const { accountId } = atDesk(context)
  const { rows } = await sql<Row>`select id, kind, topic, words, minutes::float8 as minutes, outcome, subject, at, person_id as "personId", account_id as "accountId" from servicedesk.contact
    where institution_id = ${institutionId} and at >= ${dayStart(context)} and withdrawn_at is null
      and (${search} = '' or words ilike '%' || ${search} || '%' or kind = ${search} or topic = ${search})
    order by at desc, id desc limit 100`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.flatMap((row) => row.personId ?? []))])
  return rows.map(({ accountId: by, at, ...contact }) => ({
    ...contact, at: at.toISOString(), mine: by === accountId, nameMasked: contact.personId ? (people.get(contact.personId)?.nameMasked ?? '') : null,
  }))
}
