import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, endOfDay, ruleAt, whole } from '#platform/rules/index.ts'

/** When a day ends for the money, and how long after it is worked out. */
export const cutOffRule = declareRule('settlement.cut-off', 'region', z.strictObject({ time: endOfDay(), graceMinutes: whole('minutes', 0, 600) }), { approvals: 2 })

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** When a local day ends for settlement, and from when it is worked out by itself. */
export async function cutOffOf(tx: Tx, day: string): Promise<{ cutOff: Date; computeFrom: Date }> {
  const midnight = new Date(`${day}T00:00:00+08:00`)
  const { time, graceMinutes } = await ruleAt(tx, cutOffRule, 0, midnight)
  const [hours, minutes] = time.split(':').map(Number)
  const cutOff = midnight.getTime() + (hours! * 60 + minutes!) * MINUTE_MS
  return { cutOff: new Date(cutOff), computeFrom: new Date(cutOff + graceMinutes * MINUTE_MS) }
}

export function dayAfter(day: string, days = 1): string {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + days * DAY_MS).toISOString().slice(0, 10)
}
