import { takings } from '#journey/throughout/billing/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { statementChannels, type Condition, type DayFigures, type FinanceDay } from '../contract.ts'
import { dayAfter } from '../matching/days.ts'
import { hashOf } from '../matching/seal.ts'
import { closeOf, closesBefore, isIntact } from './closes.ts'
import { dayFigures, isOver, startOf } from './day-figures.ts'
import { movedOn } from './statements.ts'

/** A day as it is, or as it was closed, with what stands in the way of closing it. */
export async function financeDay(tx: Tx, context: Context, institutionId: number, day: string): Promise<FinanceDay> {
  const closed = await closeOf(tx, institutionId, day)
  if (closed) {
    return {
      figures: closed.figures, conditions: [], seen: hashOf(closed.figures).toString('hex'),
      closed: {
        hash: closed.hash.toString('hex'), previousHash: closed.previousHash?.toString('hex') ?? null, closedBy: closed.closedByName, closedAt: closed.closedAt.toISOString(),
        named: closed.named, isIntact: isIntact(closed),
      },
    }
  }
  const figures = await dayFigures(tx, institutionId, day)
  return { figures, conditions: await conditionsOf(tx, context, institutionId, figures), seen: hashOf(figures).toString('hex'), closed: null }
}

/** What should be otherwise before this day is closed. */
export async function conditionsOf(tx: Tx, context: Context, institutionId: number, figures: DayFigures): Promise<Condition[]> {
  const { day } = figures
  const open = figures.shifts.filter((shift) => shift.status === 'open')
  const uncounted = (figures.boxes ?? []).filter(({ counts }) => counts.some(({ countedCents }) => countedCents === null))
  const byDepartments = (channel: string, key: 'paymentCents' | 'refundCents') => figures.takings.reduce((sum, one) => sum + (one.channel === channel ? one[key] : 0), 0)
  // Both ways of counting and the ledger must agree. They do not while a payment settles between two of these questions: look again.
  const differ = figures.channels.filter((one) => one.paymentCents !== one.bookedInCents || one.refundCents !== one.bookedOutCents
    || one.paymentCents !== byDepartments(one.channel, 'paymentCents') || one.refundCents !== byDepartments(one.channel, 'refundCents'))
  const differences = figures.differences.filter((one) => one.open > 0)
  const missing = await channelsWithoutStatement(tx, context, institutionId, figures)
  const earlier = await earlierOpenDays(tx, institutionId, day)
  const all: Condition[] = [
    { code: 'shifts-open', mayBeNamed: false, count: open.length, cents: 0, about: open.map((shift) => `${shift.counter} ${shift.cashier}`.trim()) },
    { code: 'boxes-uncounted', mayBeNamed: true, count: uncounted.length, cents: 0, about: uncounted.map(({ machine }) => machine) },
    { code: 'earlier-day-open', mayBeNamed: false, count: earlier.length, cents: 0, about: earlier },
    { code: 'books-differ', mayBeNamed: false, count: differ.length, cents: differ.reduce((sum, one) => sum + one.paymentCents - one.bookedInCents - one.refundCents + one.bookedOutCents, 0), about: differ.map((one) => one.channel) },
    { code: 'unknown-payments', mayBeNamed: true, count: figures.unknown.length, cents: figures.unknown.reduce((sum, one) => sum + one.cents, 0), about: [...new Set(figures.unknown.map((one) => one.channel))] },
    { code: 'statements-missing', mayBeNamed: true, count: missing.length, cents: missing.reduce((sum, one) => sum + one.cents, 0), about: missing.map((one) => one.channel) },
    { code: 'differences-open', mayBeNamed: true, count: differences.reduce((sum, one) => sum + one.open, 0), cents: differences.reduce((sum, one) => sum + one.openCents, 0), about: [...new Set(differences.map((one) => one.channel))] },
    { code: 'day-not-over', mayBeNamed: true, count: isOver(day, context.now) ? 0 : 1, cents: 0, about: [] },
  ]
  return all.filter((condition) => condition.count > 0)
}

async function channelsWithoutStatement(tx: Tx, { now }: Context, institutionId: number, { day, statements }: DayFigures): Promise<{ channel: string; cents: number }[]> {
  const missing = []
  for (const channel of statementChannels.filter((one) => !statements.some((file) => file.channel === one))) {
    const { count, cents } = await movedOn(tx, institutionId, channel, day, now)
    if (count > 0) missing.push({ channel, cents })
  }
  return missing
}

/** Days between the last closed one and this on which money moved: they are closed first, so that each correction has its place. */
async function earlierOpenDays(tx: Tx, institutionId: number, day: string): Promise<string[]> {
  const [last] = await closesBefore(tx, institutionId, day, 1)
  if (!last || dayAfter(last.day) >= day) return []
  const rows = await takings(tx, { institutionId, from: startOf(dayAfter(last.day)), until: startOf(day) })
  return [...new Set(rows.map((row) => row.day))]
}
