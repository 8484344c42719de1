import { addDays } from '#engines/capacity/index.ts'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Appointment, SeriesRequest, TogetherDetails, TogetherRequest, WishedPeriod } from '../contract.ts'
import { outcomeOf, TogetherRefused, TogetherTooFar, TogetherTooMany, TogetherTwice } from '../errors.ts'
import { askOne } from '../helping.ts'
import { noteOrigin } from '../origin.ts'
import { checkMayBook, checkPoolIsForThem } from '../policy.ts'
import { bookingRules, seriesRule, togetherRule } from '../rules.ts'
import { askBatch, type BookAnswer, wishFor } from '../wish.ts'

/**
 * Books a family or a couple together: the same time or one after the other, in clinics of one building, all or nobody.
 *
 * Under a rush somebody else's booking never splits them: the places are taken in one transaction, and when one is gone all
 * are left as they were. Throws {@link TogetherRefused} with every reason of every place, so that one sees which are free.
 */
export async function bookTogether(tx: Tx, context: Context, { institutionId, entries, note, channel }: TogetherRequest): Promise<Appointment[]> {
  const { maxPeople, maxGapMinutes } = await ruleAt(tx, togetherRule, institutionId, context.now)
  if (entries.length > maxPeople) throw new TogetherTooMany({ most: maxPeople })
  if (new Set(entries.map((entry) => entry.personId)).size < entries.length) throw new TogetherTwice()
  const booked = await allOrNothing(tx, context, entries.map((entry) => ({ ...entry, institutionId, note, channel })))
  await checkNear(tx, booked, maxGapMinutes)
  return asOne(tx, context, booked, 'together')
}

/**
 * Books several visits of one person to one clinic, such as six weekly treatments: all or none. What is not free is said by
 * visit, so that the person may choose to take the others. Throws what {@link bookTogether} throws.
 */
export async function bookSeries(tx: Tx, context: Context, { institutionId, personId, periods, note, channel }: SeriesRequest): Promise<Appointment[]> {
  const { maxVisits, maxDaysApart } = await ruleAt(tx, seriesRule, institutionId, context.now)
  if (periods.length > maxVisits) throw new TogetherTooMany({ most: maxVisits })
  const booked = await allOrNothing(tx, context, periods.map((period) => ({ ...period, personId, institutionId, note, channel })))
  const inOrder = [...booked].sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  const isApart = inOrder.some((one, at) => at > 0 && one.day > addDays(inOrder[at - 1]!.day, maxDaysApart))
  if (isApart || new Set(booked.map((one) => one.serviceId)).size > 1) throw new TogetherTooFar({ maxDaysApart })
  return asOne(tx, context, inOrder, 'series')
}

/** Takes every place in this transaction, or throws with what speaks against each; then the caller's transaction leaves nothing. */
async function allOrNothing(tx: Tx, context: Context, periods: readonly WishedPeriod[]): Promise<Appointment[]> {
  const rules = await bookingRules(tx, periods[0]!.institutionId, context.now)
  for (const period of periods) {
    checkMayBook(context, period)
    if (period.pool !== 'public') await checkPoolIsForThem(tx, context, period)
  }
  const answers = new Map<WishedPeriod, BookAnswer>()
  for (const round of rounds(periods, context.actor.kind === 'patient')) {
    const wishes = round.map((period) => wishFor(context, period, rules, 'book', null))
    const answered = wishes.length === 1 ? [await askOne(tx, wishes[0]!)] : await askBatch(tx, wishes)
    for (const [at, answer] of answered.entries()) answers.set(round[at]!, answer)
  }
  const booked = periods.map((period) => answers.get(period)!)
  if (booked.some((answer) => !answer.body)) throw new TogetherRefused(whyNot(periods, booked) as unknown as Record<string, unknown>)
  return booked.map((answer) => JSON.parse(answer.body!) as Appointment)
}

/**
 * A batch holds each person once, and every call locks its places in their order: a series is asked visit by visit, in that order too.
 * What is counted on a patient's account is judged one by one as well.
 */
function rounds(periods: readonly WishedPeriod[], oneByOne: boolean): WishedPeriod[][] {
  const turns = new Map<string, number>()
  const found: WishedPeriod[][] = []
  const inOrder = [...periods].sort((a, b) => a.periodId - b.periodId)
  if (oneByOne) return inOrder.map((period) => [period])
  for (const period of inOrder) {
    const turn = turns.get(period.personId) ?? 0
    turns.set(period.personId, turn + 1)
    found[turn] = [...(found[turn] ?? []), period]
  }
  return found
}

function whyNot(periods: readonly WishedPeriod[], answers: readonly BookAnswer[]): TogetherDetails {
  return {
    entries: periods.map(({ personId, periodId }, at) => ({
      personId, periodId,
      reasons: answers[at]!.body ? [] : (answers[at]!.reasons.length > 0 ? answers[at]!.reasons : ['full']).map((reason) => ({ code: codeOf(reason) })),
    })),
  }
}

function codeOf(reason: string): string {
  return (outcomeOf as Readonly<Record<string, { code: string }>>)[reason]?.code ?? `booking.${reason}`
}

/** One day, one building, and nobody waits longer than the rule says for the others. */
async function checkNear(tx: Tx, booked: readonly Appointment[], maxGapMinutes: number): Promise<void> {
  const inOrder = [...booked].sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  const isLate = inOrder.some((one, at) => at > 0 && Date.parse(one.startsAt) - Date.parse(inOrder[at - 1]!.endsAt) > maxGapMinutes * 60_000)
  const departments = await Promise.all([...new Set(booked.map((one) => one.departmentId))].map((id) => departmentById(tx, booked[0]!.institutionId, id)))
  const places = new Set(departments.map((department) => `${department?.campusId} ${department?.building}`))
  if (isLate || places.size > 1) throw new TogetherTooFar({ maxGapMinutes })
}

async function asOne(tx: Tx, context: Context, booked: readonly Appointment[], kind: 'together' | 'series'): Promise<Appointment[]> {
  const togetherId = newId()
  for (const one of booked) await noteOrigin(tx, context, one, { kind, togetherId })
  await audit(tx, context, { action: `booking.book-${kind}`, subject: `together/${togetherId}`, institutionId: booked[0]!.institutionId, detail: { appointments: booked.map((one) => one.id) } })
  return [...booked]
}

