import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { againstHolders, type FreedUnit, type FreedUnitRef, settleFreedUnit } from '#engines/capacity/index.ts'
import { type Appointment, bookAppointment, holdAppointment } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { announce } from '#platform/events/index.ts'
import { type Candidate, candidatesFor } from '../candidates.ts'
import type { Why } from '../contract.ts'
import { OFFER_ACCEPTED, OFFER_MADE, offerEvent } from '../events.ts'
import { findOffer, type OfferRow } from '../offer-row.ts'
import { orderVersion, type OfferRules } from '../rules.ts'
import { type Terms, termsFor } from '../terms.ts'
import { asWaitlist } from './close-offer.ts'

export interface ToFill {
  readonly ref: FreedUnitRef
  readonly unit: FreedUnit
  readonly rules: OfferRules
  /** Minutes the visit needs to be prepared. */
  readonly preparation: number
  /** At night nobody is asked; whoever said yes beforehand is booked all the same. */
  readonly onlyAuto: boolean
}

export type Made = 'offered' | 'booked' | 'waiting' | 'nobody' | 'gone'

/** So many of the order are looked at in one go. */
const LOOKED_AT = 20

interface PassedOver {
  readonly entryId: string
  readonly reasons: readonly string[]
}

/**
 * Asks whoever comes first in the order. Who cannot have this time (they are elsewhere then, they have one that day) is passed over
 * with the reason noted; who asked to be booked at once is booked.
 */
export async function makeOffers(tx: Tx, context: Context, fill: ToFill): Promise<Made> {
  const terms = termsFor(fill.unit.startsAt, context.now, fill.rules, fill.preparation)
  const passedOver: PassedOver[] = []
  for (;;) {
    const candidates = await candidatesFor(tx, context, fill.ref, fill.unit, { most: LOOKED_AT, not: passedOver.map((one) => one.entryId) })
    for (const [at, candidate] of candidates.entries()) {
      // Whoever comes before an automatic yes is asked first, in the morning.
      if (fill.onlyAuto && !candidate.auto) return 'waiting'
      const made = candidate.auto || terms.mode === 'hold'
        ? await askOne(tx, context, fill, { candidate, passedOver, terms })
        : await tellGroup(tx, context, fill, { candidates: candidates.slice(at), passedOver, terms })
      if (made !== 'next') return made
      // The rest of these were looked at together.
      if (!candidate.auto && terms.mode === 'group') break
    }
    if (candidates.length < LOOKED_AT) return 'nobody'
  }
}

/** Books for whoever said yes beforehand; for the others the time is kept while they think. */
async function askOne(tx: Tx, context: Context, fill: ToFill, { candidate, passedOver, terms }: { candidate: Candidate; passedOver: PassedOver[]; terms: Terms }): Promise<Made | 'next'> {
  const minutes = Math.max(1, Math.round((terms.answerBy.getTime() - context.now.getTime()) / 60_000))
  const wish = wished(fill, candidate)
  const taken = await tried(() => (candidate.auto ? bookAppointment(tx, asWaitlist(context), wish) : holdAppointment(tx, asWaitlist(context), wish, minutes)))
  if ('reasons' in taken) {
    if (taken.reasons.includes('booking.period-full')) return 'gone'
    passedOver.push({ entryId: candidate.entryId, reasons: taken.reasons })
    return 'next'
  }
  const { appointment } = taken
  if (candidate.auto) return bookedAtOnce(tx, context, fill, { candidate, passedOver, appointment })
  await put(tx, context, fill, { candidate, mode: 'hold', passedOver, answerBy: new Date(appointment.expiresAt ?? terms.answerBy), told: 1, appointmentId: appointment.id })
  return 'offered'
}

function wished({ ref, unit }: ToFill, { personId }: Candidate) {
  return { institutionId: ref.institutionId, periodId: unit.periodId, pool: 'waitlist' as const, personId, note: '' }
}

/** What booking says against it, by code. A fault of ours is no reason. */
async function tried(work: () => Promise<Appointment>): Promise<{ appointment: Appointment } | { reasons: string[] }> {
  try {
    return { appointment: await work() }
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error
    const reasons = (error.details as { reasons?: readonly { code: string }[] }).reasons ?? []
    return { reasons: reasons.length > 0 ? reasons.map((one) => one.code) : [error.code] }
  }
}

/** Told at once, the first to answer has it. Whoever is elsewhere at that time is not told. */
async function tellGroup(tx: Tx, context: Context, fill: ToFill, { candidates, passedOver, terms }: { candidates: readonly Candidate[]; passedOver: PassedOver[]; terms: Terms }): Promise<Made | 'next'> {
  const against = await againstHolders(tx, fill.ref.institutionId, fill.unit.periodId, candidates.map((one) => one.personId))
  const able = candidates.filter((one) => !against.has(one.personId))
  for (const one of candidates) {
    const reason = against.get(one.personId)
    if (reason) passedOver.push({ entryId: one.entryId, reasons: [reason === 'overlap' ? 'booking.person-busy' : 'booking.same-service-that-day'] })
  }
  const group = able.slice(0, fill.rules.groupSize)
  for (const candidate of group) {
    await put(tx, context, fill, { candidate, mode: 'group', passedOver, answerBy: terms.answerBy, told: group.length, appointmentId: null })
  }
  return group.length > 0 ? 'offered' : 'next'
}

interface Put {
  readonly candidate: Candidate
  readonly mode: OfferRow['mode']
  readonly passedOver: readonly PassedOver[]
  readonly answerBy: Date
  readonly told: number
  readonly appointmentId: string | null
}

async function put(tx: Tx, context: Context, { ref, unit }: ToFill, { candidate, mode, passedOver, answerBy, told, appointmentId }: Put): Promise<OfferRow> {
  const id = newId()
  const counted: Record<string, number> = {}
  for (const reason of passedOver.flatMap((one) => one.reasons.slice(0, 1))) counted[reason] = (counted[reason] ?? 0) + 1
  const why: Why = {
    orderVersion: await orderVersion(tx, ref.institutionId, context.now), priority: candidate.priority, daysWaited: candidate.daysWaited,
    noticeHours: candidate.noticeHours, passedOver: counted, told,
  }
  await sql`insert into waitlist.offer (institution_id, id, unit_id, period_id, service_id, starts_at, ends_at, person_id, entry_id, mode, why, passed_over, code,
      contact, status, made_at, answer_by, appointment_id)
    values (${ref.institutionId}, ${id}, ${ref.unitId}, ${unit.periodId}, ${unit.serviceId}, ${unit.startsAt}, ${unit.endsAt}, ${candidate.personId},
      ${candidate.entryId}, ${mode}, ${JSON.stringify(why)}::jsonb, ${JSON.stringify(passedOver)}::jsonb, ${String(randomInt(10_000_000, 100_000_000))},
      ${candidate.contact}, 'open', ${context.now}, ${answerBy}, ${appointmentId})`.execute(tx)
  const offer = (await findOffer(tx, ref.institutionId, id))!
  await audit(tx, context, { action: 'waitlist.make-offer', personId: candidate.personId, subject: `offer/${id}`, institutionId: ref.institutionId, detail: { mode, unit: ref.unitId, why } })
  if (mode !== 'auto') await announce(tx, context, offerEvent(OFFER_MADE, offer, 'open'))
  return offer
}

async function bookedAtOnce(tx: Tx, context: Context, fill: ToFill, done: { candidate: Candidate; passedOver: readonly PassedOver[]; appointment: Appointment }): Promise<'booked'> {
  const offer = await put(tx, context, fill, { candidate: done.candidate, mode: 'auto', passedOver: done.passedOver, answerBy: context.now, told: 1, appointmentId: done.appointment.id })
  await settleFreedUnit(tx, context, fill.ref, done.appointment.id)
  await sql`update waitlist.offer set status = 'accepted', answered_at = ${context.now}, answered_by = 'waitlist', answered_how = 'auto'
    where institution_id = ${offer.institutionId} and id = ${offer.id}`.execute(tx)
  await announce(tx, context, offerEvent(OFFER_ACCEPTED, offer, 'accepted'))
  return 'booked'
}
