import { sql } from 'kysely'
import { addDays, nextFree, type ServiceRef, waitForUnits } from '#engines/capacity/index.ts'
import { appointmentById } from '#journey/previsit/booking/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { JoinRequest } from '../contract.ts'
import { AlreadyWaiting, DaysOver, NotSooner, NothingToGiveBack, NotYourInstitution, NotYourPerson, TooFarAhead, TooManyEntries } from '../errors.ts'
import { ENTRY_JOINED, entryEvent } from '../events.ts'
import { entriesWhere, findEntry, type StoredEntry } from '../entry-row.ts'
import { entryRules } from '../rules.ts'

/**
 * Puts a person on the waitlist: from now on a time of these clinics that is given back is theirs before it is anybody's who looks
 * for one. Of two who press at once for the same person and clinic one enters; the other hears that the person waits already.
 */
export async function joinWaitlist(tx: Tx, context: Context, asked: JoinRequest, services: readonly ServiceRef[]): Promise<StoredEntry> {
  const { actor, now } = context
  if (!mayActFor(actor, asked.personId)) throw new NotYourPerson()
  if (actor.kind === 'staff' && actor.institutionId !== asked.institutionId) throw new NotYourInstitution()
  await checkDays(tx, context, asked)
  const fromDay = asked.fromDay < localDay(now) ? localDay(now) : asked.fromDay
  const id = newId()
  await checkRoom(tx, context, asked)
  const otherwiseDay = await whatTheyHadOtherwise(tx, context, asked)
  try {
    await sql`insert into waitlist.entry (person_id, id, institution_id, service_id, within_km, services, from_day, to_day, halves, notice_hours, auto_until,
        auto_halves, instead_of_institution, instead_of, otherwise_day, contact, note, channel, created_by, created_at, status)
      values (${asked.personId}, ${id}, ${asked.institutionId}, ${asked.serviceId}, ${asked.withinKm ?? null},
        ${JSON.stringify(services.map((one) => [one.institutionId, one.serviceId]))}::jsonb, ${fromDay}, ${asked.toDay}, ${asked.halves}::text[], ${asked.noticeHours},
        ${asked.auto?.untilDay ?? null}, ${asked.auto?.halves ?? []}::text[], ${asked.insteadOf?.institutionId ?? null}, ${asked.insteadOf?.appointmentId ?? null},
        ${otherwiseDay}, ${actor.kind === 'patient' ? 'message' : asked.contact}, ${asked.note}, ${context.channel}, ${actorId(actor)}, ${now}, 'waiting')`.execute(tx)
  } catch (error) {
    if (violates(error, 'entry_once_per_person_and_clinic')) throw new AlreadyWaiting()
    throw error
  }
  await waitForUnits(tx, id, { services, fromDay, toDay: asked.toDay, halves: asked.halves, noticeMinutes: asked.noticeHours * 60 })
  const entry = (await findEntry(tx, id))!
  await audit(tx, context, { action: 'waitlist.join', personId: asked.personId, subject: `waitlist-entry/${id}`, institutionId: asked.institutionId, detail: { clinics: services.length } })
  await announce(tx, context, entryEvent(ENTRY_JOINED, entry))
  return entry
}

async function checkDays(tx: Tx, { now }: Context, { institutionId, toDay, fromDay }: JoinRequest): Promise<void> {
  const today = localDay(now)
  if (toDay < today || toDay < fromDay) throw new DaysOver()
  const { days } = await entryRules(tx, institutionId, now)
  if (toDay > addDays(today, days)) throw new TooFarAhead({ lastDay: addDays(today, days) })
}

/** One at a time for each person: two that come together are counted one after the other. */
async function checkRoom(tx: Tx, { now }: Context, { institutionId, serviceId, personId }: JoinRequest): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`waitlist ${personId}`}, 26))`.execute(tx)
  const waiting = await entriesWhere(tx, sql`person_id = ${personId} and status = 'waiting'`)
  if (waiting.some((one) => one.institutionId === institutionId && one.serviceId === serviceId)) throw new AlreadyWaiting()
  const { perPerson } = await entryRules(tx, institutionId, now)
  if (waiting.length >= perPerson) throw new TooManyEntries({ perPerson })
}

/** The day they would be seen without waiting: of the appointment they would give back, or of the next free time. */
async function whatTheyHadOtherwise(tx: Tx, context: Context, asked: JoinRequest): Promise<string | null> {
  const { institutionId, serviceId, personId, insteadOf, fromDay } = asked
  if (insteadOf) {
    const later = await appointmentById(tx, context, insteadOf.institutionId, insteadOf.appointmentId)
    if (!later || later.personId !== personId || later.status !== 'booked') throw new NothingToGiveBack()
    if (later.day <= fromDay) throw new NotSooner({ day: later.day })
    return later.day
  }
  const [free] = await nextFree(tx, [{ institutionId, serviceId }], 'public', context.now)
  return free ? localDay(free.startsAt) : null
}
