import { sql } from 'kysely'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { ContactKind, Matter } from '../contract.ts'

interface Row {
  readonly kind: Matter['kind']
  readonly id: string
  readonly words: string
  readonly personId: string | null
  readonly at: Date
  readonly late: boolean
  readonly urgent: boolean
  readonly contactKind: ContactKind | null
}

/** What nobody at this desk has finished: entries left open, complaints nobody has taken up, things that are overdue or wait for a second person. */
export async function openMatters(tx: Tx, context: Context, institutionId: number): Promise<Matter[]> {
  const { rows } = await sql<Row>`
    select 'contact' as kind, id, words, person_id as "personId", at, at < ${context.now}::timestamptz - interval '30 minutes' as late, kind = 'help' as urgent, kind as "contactKind"
      from servicedesk.contact where institution_id = ${institutionId} and outcome = 'open' and withdrawn_at is null
    union all
    select 'complaint', id, words, person_id, received_at, answer_by < ${context.now}, urgency = 'urgent', null
      from servicedesk.complaint where institution_id = ${institutionId} and status = 'received'
    union all
    select 'loan', l.id, i.kind || ' ' || i.code, l.person_id, l.due_at, true, false, null
      from servicedesk.loan l join servicedesk.item i on i.institution_id = l.institution_id and i.id = l.item_id
      where l.institution_id = ${institutionId} and (l.status = 'checking' or (l.status = 'out' and l.due_at < ${context.now}))
    order by urgent desc, at, id`.execute(tx)
  const people = await personSummaries(tx, context, [...new Set(rows.flatMap((row) => row.personId ?? []))])
  return rows.map(({ personId, at, ...row }) => ({ ...row, at: at.toISOString(), nameMasked: personId ? (people.get(personId)?.nameMasked ?? '') : null }))
}
