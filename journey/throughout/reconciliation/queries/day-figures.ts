import { sql } from 'kysely'
import { statement } from '#engines/ledger/index.ts'
import { boxesBetween, channelTakings, shiftsBetween, takings, unknownMoney } from '#journey/throughout/billing/index.ts'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { owedBy } from '../books.ts'
import { statementChannels, type BoxLine, type ChannelDay, type Correction, type DayFigures, type ShiftLine, type StatementChannel, type Taking } from '../contract.ts'
import { correctionsOf } from '../matching/corrections.ts'
import { dayAfter } from '../matching/days.ts'
import { closesBefore } from './closes.ts'
import { nameOf } from './differences.ts'
import { filesOfDay } from './statements.ts'

/** How far back a closed day is looked at again. What comes later than that is found by the ledger's own checks. */
const LOOK_BACK_DAYS = 35

export const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`)

/** Everything a day's close freezes, as it is now. */
export async function dayFigures(tx: Tx, institutionId: number, day: string): Promise<DayFigures> {
  const span = { institutionId, from: startOf(day), until: startOf(dayAfter(day)) }
  const files = await filesOfDay(tx, institutionId, day)
  return {
    day,
    takings: (await takingsBetween(tx, span)).get(day) ?? [],
    channels: await channelsOf(tx, span),
    shifts: await shiftsOf(tx, span),
    boxes: await boxesOf(tx, span),
    unknown: (await unknownMoney(tx, institutionId, span.until)).map((one) => ({ ...one, since: one.since.toISOString() })),
    statements: files.map(({ channel, fileName, hash, lineCount, paymentCents, refundCents, feeCents }) => ({ channel, fileName, hash, lineCount, paymentCents, refundCents, feeCents })),
    differences: await differencesOfDay(tx, institutionId, day),
    corrections: await correctionsFor(tx, institutionId, day),
  }
}

/** Takings by day, with the departments' names. */
export async function takingsBetween(tx: Tx, span: { institutionId: number; from: Date; until: Date }): Promise<Map<string, Taking[]>> {
  const rows = await takings(tx, span)
  const names = new Map<number, { name: string; nameEn: string }>()
  for (const id of new Set(rows.map((row) => row.departmentId).filter((one) => one !== null))) {
    const department = await departmentById(tx, span.institutionId, id)
    names.set(id, { name: department?.name ?? '', nameEn: department?.nameEn ?? '' })
  }
  const byDay = new Map<string, Taking[]>()
  for (const { day, ...row } of rows) {
    const department = row.departmentId === null ? undefined : names.get(row.departmentId)
    const taking = { ...row, departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '' }
    byDay.set(day, [...(byDay.get(day) ?? []), taking])
  }
  return byDay
}

async function channelsOf(tx: Tx, span: { institutionId: number; from: Date; until: Date }): Promise<ChannelDay[]> {
  const found = await channelTakings(tx, span)
  const channels: ChannelDay[] = []
  for (const one of found) {
    const booked = isStated(one.channel) ? await bookedAt(tx, span, one.channel) : { in: one.paymentCents, out: one.refundCents }
    channels.push({ ...one, bookedInCents: booked.in, bookedOutCents: booked.out })
  }
  return channels
}

const isStated = (channel: string): channel is StatementChannel => statementChannels.some((one) => one === channel)

/** What is booked here about a statement is no payment and no refund. */
const ownKinds: readonly string[] = ['channel-fee', 'difference']

/** What the ledger says came to and left a channel's account for payments and refunds. */
async function bookedAt(tx: Tx, { institutionId, from, until }: { institutionId: number; from: Date; until: Date }, channel: StatementChannel): Promise<{ in: number; out: number }> {
  const { lines } = await statement(tx, owedBy(institutionId, channel), { from, until })
  const money = lines.filter((line) => !ownKinds.includes(line.kind))
  return { in: money.reduce((sum, line) => sum + Math.max(line.cents, 0), 0), out: -money.reduce((sum, line) => sum + Math.min(line.cents, 0), 0) }
}

export async function shiftsOf(tx: Tx, span: { institutionId: number; from: Date; until: Date }): Promise<ShiftLine[]> {
  const shifts: ShiftLine[] = []
  for (const { accountId, counted: _, note: __, ...shift } of await shiftsBetween(tx, span)) {
    shifts.push({ ...shift, cashier: await nameOf(tx, span.institutionId, accountId), openedAt: shift.openedAt.toISOString(), closedAt: shift.closedAt?.toISOString() ?? null })
  }
  return shifts
}

async function boxesOf(tx: Tx, span: { institutionId: number; from: Date; until: Date }): Promise<BoxLine[]> {
  return (await boxesBetween(tx, span)).map(({ counts, ...box }) => ({
    ...box,
    counts: counts.map(({ id, takenOutAt, takenOutBy, countedBy, expectedCents, countedCents, differenceCents }) => ({ id, takenOutAt, takenOutBy, countedBy, expectedCents, countedCents, differenceCents })),
  }))
}

async function differencesOfDay(tx: Tx, institutionId: number, day: string): Promise<DayFigures['differences']> {
  const { rows } = await sql<DayFigures['differences'][number]>`select channel, class, count(*) filter (where status <> 'closed')::int as open, count(*) filter (where status = 'closed')::int as closed,
      coalesce(sum(effect_cents) filter (where status <> 'closed'), 0)::bigint as "openCents"
    from reconciliation.difference where institution_id = ${institutionId} and day = ${day}::date group by channel, class order by channel, class`.execute(tx)
  return rows
}

/** What came to light about the closed days before this one since they were closed. */
async function correctionsFor(tx: Tx, institutionId: number, day: string): Promise<Correction[]> {
  const closes = (await closesBefore(tx, institutionId, day, LOOK_BACK_DAYS)).filter((one) => one.day >= dayAfter(day, -LOOK_BACK_DAYS)).toReversed()
  if (closes.length === 0) return []
  const now = await takingsBetween(tx, { institutionId, from: startOf(closes[0]!.day), until: startOf(dayAfter(closes.at(-1)!.day)) })
  const earlier = closes.flatMap((one) => one.figures.corrections)
  return closes.flatMap((one) => correctionsOf(one.day, now.get(one.day) ?? [], one.figures, earlier))
}

/** The local day a moment lies in, and whether it is over at another. */
export const isOver = (day: string, now: Date): boolean => localDay(now) > day
