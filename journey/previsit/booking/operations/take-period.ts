import { nextFree, type NextFree, periodById } from '#engines/capacity/index.ts'
import { checkAdmitted } from '#journey/previsit/release/index.ts'
import { KeyReused } from '#platform/http/idempotency.ts'
import type { Idempotency } from '#platform/http/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Services } from '#platform/services.ts'
import { type Booker, createBooker } from '../booker.ts'
import type { WishedPeriod } from '../contract.ts'
import { AlreadyEnded } from '../errors.ts'
import { onlyCaps, raisedForHelper, saidOf } from '../helping.ts'
import { checkMayBook, checkPoolIsForThem } from '../policy.ts'
import { GIVEN_BY_ANOTHER, obstacles, refusal } from '../refusal.ts'
import { remembered } from '../remembered.ts'
import { bookingRules, type BookingRules } from '../rules.ts'
import { type SoldOut, soldOut } from '../sold-out.ts'
import { type BookAnswer, type Wish, wishFor } from '../wish.ts'
import { cancelAppointment } from './cancel-appointment.ts'

export interface Taken {
  /** The appointment as JSON, as it is stored with the key: the same bytes for whoever asks again. */
  readonly body: string
  readonly replayed: boolean
}

export type TakePeriod = (context: Context, period: WishedPeriod, kind: 'hold' | 'book', idempotency: Idempotency) => Promise<Taken>

/**
 * Holds a time for a person for some minutes, or books it at once.
 *
 * Of any number who press at once, as many get a place as there are places, and the others hear every reason with the next
 * free time. The same key sent again, even at the same moment to another process, gets the same answer and one place.
 */
export function takePeriods(services: Services, booker: Booker, gone: SoldOut): TakePeriod {
  const rulesKept = remembered<BookingRules>(30_000)
  // A period is of its service for ever; the next free time of a clinic may be two seconds old when thousands ask for it.
  const servicesOfPeriods = remembered<number | undefined>(3_600_000, 50_000)
  const alternatives = remembered<NextFree | undefined>(2000)
  const rulesOf = (context: Context, institutionId: number) =>
    rulesKept(String(institutionId), () => inTransaction(services.db, context, (tx) => bookingRules(tx, institutionId, context.now)))

  async function refuse(context: Context, period: WishedPeriod, answer: BookAnswer): Promise<never> {
    const hasObstacle = answer.reasons.some((reason) => GIVEN_BY_ANOTHER.includes(reason))
    const inTheWay = hasObstacle ? await inTransaction(services.db, context, (tx) => obstacles(tx, context, period)) : []
    throw refusal(answer.reasons, inTheWay, await anotherTime(context, period))
  }

  async function anotherTime(context: Context, { institutionId, periodId }: WishedPeriod): Promise<NextFree | undefined> {
    const serviceId = await servicesOfPeriods(`${institutionId}/${periodId}`, () =>
      inTransaction(services.db, context, async (tx) => (await periodById(tx, institutionId, periodId))?.serviceId))
    if (serviceId === undefined) return undefined
    return alternatives(`${institutionId}/${serviceId}`, () =>
      inTransaction(services.db, context, async (tx) => (await nextFree(tx, [{ institutionId, serviceId }], 'public', context.now))[0]))
  }

  async function ask(wish: Wish): Promise<BookAnswer> {
    if (gone.isKnown(wish) && !(await gone.wasAnswered(wish))) return { ord: 1, outcome: 'refused', reasons: ['full'], body: null }
    const answer = await booker.submit(wish)
    if (answer.reasons.includes('full')) gone.note(wish)
    else if (answer.outcome === 'ok') gone.took(wish)
    return answer
  }

  /** Nothing but the caps of account and device were in the way: a named helper has their own. */
  async function askAsHelper(context: Context, wish: Wish): Promise<BookAnswer | undefined> {
    const raised = await inTransaction(services.db, context, (tx) => raisedForHelper(tx, wish))
    return raised && saidOf(raised, await booker.submit(raised.wish))
  }

  return async (context, period, kind, idempotency) => {
    checkMayBook(context, period)
    await checkAdmitted(services, context, period)
    if (period.pool !== 'public') await inTransaction(services.db, context, (tx) => checkPoolIsForThem(tx, context, period))
    const wish = wishFor(context, period, await rulesOf(context, period.institutionId), kind, idempotency)
    let answer = await ask(wish)
    if (answer.outcome === 'refused' && (await letGoOfOwnHolds(services, context, period, answer))) {
      gone.forget()
      answer = await booker.submit(wish)
    }
    if (onlyCaps(answer)) answer = await askAsHelper(context, wish) ?? answer
    if (answer.outcome === 'key-reused') throw new KeyReused()
    if (answer.outcome === 'refused' || !answer.body) return refuse(context, period, answer)
    return { body: answer.body, replayed: answer.outcome === 'replayed' }
  }
}

interface Taking {
  readonly take: TakePeriod
  readonly gone: SoldOut
}
const made = new WeakMap<Services, Taking>()

/** The one way this process takes periods, whatever the door: all wishes gather in the same lanes and know the same of what is gone. */
export function takingOf(services: Services): Taking {
  const known = made.get(services)
  if (known) return known
  const gone = soldOut(services)
  const taking = { take: takePeriods(services, createBooker(services.pool, { maxBatch: services.config.bookingBatch }), gone), gone }
  made.set(services, taking)
  return taking
}

/** Somebody who looks at another time lets go of the one they were still looking at: true when that cleared the way. */
async function letGoOfOwnHolds(services: Services, context: Context, period: WishedPeriod, { reasons }: BookAnswer): Promise<boolean> {
  if (!reasons.every((reason) => GIVEN_BY_ANOTHER.includes(reason))) return false
  return inTransaction(services.db, context, async (tx) => {
    const inTheWay = await obstacles(tx, context, period)
    if (inTheWay.length === 0 || inTheWay.some((one) => one.status !== 'held')) return false
    for (const held of inTheWay) {
      await cancelAppointment(tx, context, { institutionId: held.institutionId, id: held.id, reason: 'another-time-chosen', onlyIfHeld: true })
    }
    return true
  }).catch((error: unknown) => {
    // It was booked for good, or over, before we came to it: then nothing is let go, and it is in the way or it is not.
    if (error instanceof AlreadyEnded) return false
    throw error
  })
}
