import { sql } from 'kysely'
import { currentEntry } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Change, Itinerary, Step } from '../contract.ts'

interface DayRow {
  readonly version: number
  readonly state: Itinerary['state']
  readonly endsFrom: Date | null
  readonly endsTo: Date | null
  readonly endsOf: 'doctor' | 'day'
  readonly solvedAt: Date | null
}

/** What the worker last worked out for this person's day. Row-level security cuts it to what the one who asks may see. */
export async function itineraryOf(tx: Tx, context: Context, personId: string, day: string): Promise<Itinerary> {
  const person = await currentEntry(tx, personId)
  const { rows } = await sql<DayRow>`select version, state, ends_from as "endsFrom", ends_to as "endsTo", ends_of as "endsOf", solved_at as "solvedAt"
    from itinerary.day where person_id = ${person} and day = ${day}::date`.execute(tx)
  await audit(tx, context, { action: 'itinerary.read-day', personId: person, subject: `day/${day}` })
  const found = rows[0]
  return {
    personId: person,
    day,
    version: found?.version ?? 0,
    state: found?.state ?? 'planned',
    steps: found ? await stepsOf(tx, person, day) : [],
    endsAround: found?.endsFrom && found.endsTo ? { fromAt: found.endsFrom.toISOString(), toAt: found.endsTo.toISOString(), of: found.endsOf } : null,
    changes: found ? await changesOf(tx, person, day) : [],
    asOf: (found?.solvedAt ?? context.now).toISOString(),
  }
}

async function stepsOf(tx: Tx, personId: string, day: string): Promise<Step[]> {
  const { rows } = await sql<{ step: Step }>`select step from itinerary.step where person_id = ${personId} and day = ${day}::date order by ordinal`.execute(tx)
  return rows.map((row) => row.step)
}

async function changesOf(tx: Tx, personId: string, day: string): Promise<Change[]> {
  const { rows } = await sql<Omit<Change, 'at'> & { at: Date }>`select version, kind, sentence, sentence_en as "sentenceEn", step_id as "stepId", at
    from itinerary.change where person_id = ${personId} and day = ${day}::date order by version desc, number limit 20`.execute(tx)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
