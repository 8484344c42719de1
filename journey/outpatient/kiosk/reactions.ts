import { sql } from 'kysely'
import { findVisit, whereTo } from '#journey/outpatient/arrival/index.ts'
import { appointmentById } from '#journey/previsit/booking/index.ts'
import { preferredLanguage } from '#journey/throughout/access/index.ts'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { ENTRY_ANSWERED } from './events.ts'

interface Entry {
  readonly paper: string
  readonly answer: string
  readonly label: string
  readonly personId: string | null
  readonly visitId: string | null
  readonly departmentId: number | null
}

/** Whoever has not read it in half an hour was called by the board meanwhile, or found. */
const GOOD_FOR_MS = 30 * 60_000
const NOT_GIVEN: readonly string[] = ['full', 'department-closed', 'refused', 'long-ago']

/** The paper has become a number, or none could be given: a message in the person's language, once for each entry and answer. */
export const reactions: readonly Reaction[] = [
  {
    name: 'kiosk.tell-number',
    on: [ENTRY_ANSWERED],
    async run(tx, context, { payload }) {
      const { institutionId, entryId } = payload as unknown as { institutionId: number; entryId: string }
      const { rows: [entry] } = await sql<Entry>`select paper, answer, label, person_id as "personId", visit_id as "visitId", department_id as "departmentId"
        from kiosk.away_entry where institution_id = ${institutionId} and id = ${entryId} and settled_at is null`.execute(tx)
      if (!entry || entry.personId === null) return
      const told = entry.answer === 'merged' ? await number(tx, context, institutionId, entry) : NOT_GIVEN.includes(entry.answer) ? await notGiven(tx, institutionId, entry) : undefined
      if (!told) return
      const { nameMasked } = await personSummary(tx, context, entry.personId)
      const isEnglish = (await preferredLanguage(tx, entry.personId)) === 'en'
      await tellPerson(tx, context, {
        personId: entry.personId, key: `away/${entryId}/${entry.answer}`, template: isEnglish ? `${told.template}-en` : told.template,
        params: [nameMasked, entry.paper, ...(isEnglish ? told.en : told.zh)], notAfter: new Date(context.now.getTime() + GOOD_FOR_MS),
      })
    },
  },
]

interface Told {
  readonly template: 'number-follows' | 'number-not-given'
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

async function number(tx: Tx, context: Context, institutionId: number, { visitId, label }: Entry): Promise<Told | undefined> {
  const visit = visitId === null ? undefined : await findVisit(tx, institutionId, visitId)
  const appointment = visit && visit.status === 'waiting' ? await appointmentById(tx, context, institutionId, visit.visitId) : undefined
  if (!appointment) return undefined
  const { department, building, floor, zone, room } = await whereTo(tx, context, appointment)
  const place = [building, floor, zone, room].filter(Boolean).join(' ')
  return { template: 'number-follows', zh: [label, `${department.name} ${place}`.trim()], en: [label, `${department.nameEn || department.name}, ${place}`] }
}

/** Only whoever came without a booking was promised a number; who is booked is told by the desk. */
async function notGiven(tx: Tx, institutionId: number, { departmentId }: Entry): Promise<Told | undefined> {
  const department = departmentId === null ? undefined : await departmentById(tx, institutionId, departmentId)
  return department && { template: 'number-not-given', zh: [department.name], en: [department.nameEn || department.name] }
}
