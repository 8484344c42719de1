import { sql } from 'kysely'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DeskVisit } from '../contract.ts'

interface Row extends Omit<DeskVisit, 'name' | 'sex' | 'age' | 'startedAt' | 'finishedAt'> {
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** Whom this physician has seen today, the latest first: to look at a note again, or to correct it. */
export async function todaysVisits(tx: Tx, context: Context): Promise<DeskVisit[]> {
  const { actor, institutionId, now } = context
  if (actor.kind !== 'staff' || institutionId === null) return []
  const { rows } = await sql<Row>`
    select v.visit_id as "visitId", v.person_id as "personId", v.state, v.started_at as "startedAt", v.finished_at as "finishedAt",
      (select d.name from consulting.note_diagnosis d
       where d.institution_id = v.institution_id and d.visit_id = v.visit_id and d.main order by d.version desc limit 1) as "mainDiagnosis"
    from consulting.visit v
    where v.institution_id = ${institutionId} and v.practitioner_id = ${actor.staffId} and v.started_at::date = ${localDay(now)}
    order by v.started_at desc`.execute(tx)
  await audit(tx, context, { action: 'consulting.list-visits', subject: `practitioner/${actor.staffId}`, detail: { count: rows.length } })
  const people = await personSummaries(tx, context, rows.map(({ personId }) => personId))
  return rows.flatMap((row) => {
    const person = people.get(row.personId)
    if (!person) return []
    return [{ ...row, name: person.name, sex: person.sex, age: person.age, startedAt: row.startedAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null }]
  })
}
