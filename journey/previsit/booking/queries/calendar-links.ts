import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { actsFor, currentEntry } from '#journey/throughout/people/index.ts'
import type { Context, PatientActor, PersonId } from '#platform/context/context.ts'
import { signToken, verifyToken } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { audit } from '#platform/audit/index.ts'
import { CalendarLinkEnded } from '../errors.ts'
import { myAppointments } from './appointment-detail.ts'
import { calendarOf, type Language } from './calendar-file.ts'

/** Long enough that nobody renews it by hand; whoever lost a phone ends it sooner. */
const VALID_SECONDS = 2 * 366 * 86_400
type AsPatient = Context & { readonly actor: PatientActor }

/** The person's own link, made when there is none: any calendar that knows it shows all their appointments. */
export async function calendarLink(tx: Tx, context: AsPatient): Promise<string> {
  const { personId } = context.actor
  const known = await linkInForce(tx, personId)
  if (known) return tokenOf(personId, known, context.now)
  const id = newId()
  await sql`insert into booking.calendar_link (person_id, id, created_at) values (${personId}, ${id}, ${context.now}) on conflict do nothing`.execute(tx)
  await audit(tx, context, { action: 'booking.make-calendar-link', personId, subject: `calendar-link/${id}` })
  return tokenOf(personId, (await linkInForce(tx, personId)) ?? id, context.now)
}

/** Whoever still has the link reads nothing any more. */
export async function endCalendarLink(tx: Tx, context: AsPatient): Promise<void> {
  const { personId } = context.actor
  await sql`update booking.calendar_link set ended_at = ${context.now} where person_id = ${personId} and ended_at is null`.execute(tx)
  await audit(tx, context, { action: 'booking.end-calendar-link', personId, subject: `person/${personId}` })
}

async function linkInForce(tx: Tx, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from booking.calendar_link where person_id = ${personId} and ended_at is null`.execute(tx)
  return rows[0]?.id
}

function tokenOf(personId: string, id: string, now: Date): string {
  // Signed to the day, so that the same link is shown all day long.
  const day = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000)
  return signToken(`calendar ${personId} ${id}`, VALID_SECONDS, day)
}

/** Who reads by this link: the person, with everybody they may act for now. Throws {@link CalendarLinkEnded}. */
export async function readerOf(tx: Tx, token: string, now: Date): Promise<PatientActor> {
  const read = verifyToken(token, now)
  const [word, personId, id] = 'payload' in read ? read.payload.split(' ') : []
  if (word !== 'calendar' || !personId || !id) throw new CalendarLinkEnded()
  const { rows } = await sql`select from booking.calendar_link where person_id = ${personId} and id = ${id} and ended_at is null`.execute(tx)
  if (rows.length === 0) throw new CalendarLinkEnded()
  return { kind: 'patient', accountId: `calendar-link ${id}`, personId: personId as PersonId, mayActFor: await actsFor(tx, await currentEntry(tx, personId), now) }
}

/** All appointments to come as one calendar, and what was cancelled lately, so that it disappears there too. */
export async function calendarOfAll(tx: Tx, context: Context, snapshot: Snapshot, language: Language): Promise<string> {
  const upcoming = await myAppointments(tx, context, snapshot, { when: 'upcoming', limit: 100 })
  const past = await myAppointments(tx, context, snapshot, { when: 'past', limit: 30 })
  return calendarOf([...upcoming.filter((one) => one.status !== 'held'), ...past], language, context.now)
}
