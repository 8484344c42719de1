import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Appointment, WishedPeriod } from '../contract.ts'
import { TooBusy } from '../errors.ts'
import { askOne } from '../helping.ts'
import { checkMayBook, checkPoolIsForThem } from '../policy.ts'
import { alternativeTo, obstacles, refusal } from '../refusal.ts'
import { bookingRules } from '../rules.ts'
import { type Wish, wishFor } from '../wish.ts'

const ATTEMPTS = 3

/**
 * Books one time for one person within the caller's own transaction: the revisit at the end of a visit, the window, the telephone.
 * The same guards as every booking; throws the same refusals, and then the caller's transaction leaves nothing behind.
 */
export async function bookAppointment(tx: Tx, context: Context, period: WishedPeriod): Promise<Appointment> {
  checkMayBook(context, period)
  if (period.pool !== 'public') await checkPoolIsForThem(tx, context, period)
  return bookChecked(tx, context, period)
}

/** The same for somebody whose right to book there was checked by the caller: a family doctor at a partner hospital. */
export async function bookChecked(tx: Tx, context: Context, period: WishedPeriod): Promise<Appointment> {
  return ask(tx, context, period, wishFor(context, period, await bookingRules(tx, period.institutionId, context.now), 'book', null))
}

/** Keeps a time for one person so many minutes, for a module that offers it to them. The guards and refusals of every booking. */
export async function holdAppointment(tx: Tx, context: Context, period: WishedPeriod, minutes: number): Promise<Appointment> {
  checkMayBook(context, period)
  if (period.pool !== 'public') await checkPoolIsForThem(tx, context, period)
  const rules = await bookingRules(tx, period.institutionId, context.now)
  return ask(tx, context, period, wishFor(context, period, { ...rules, holdMinutes: minutes }, 'hold', null))
}

async function ask(tx: Tx, context: Context, period: WishedPeriod, wish: Wish): Promise<Appointment> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const answer = await askOne(tx, wish)
    if (answer.body) return JSON.parse(answer.body) as Appointment
    if (answer.outcome === 'refused') {
      throw refusal(answer.reasons, await obstacles(tx, context, period), await alternativeTo(tx, period.institutionId, period.periodId, context.now))
    }
  }
  throw new TooBusy({ retryAfterSeconds: 1 })
}
