import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, type ValueOf, whole } from '#platform/rules/index.ts'

/** Whose units open with a waiting room. */
export const openingsRule = declareRule('release.openings', 'institution', z.strictObject({
  openings: z.array(z.strictObject({ departmentId: whole('number', 1, 1_000_000).optional(), serviceId: whole('number', 1, 1_000_000_000).optional() })).max(50),
}))

/** How a waiting room is run; each hospital may decide for itself. */
const waitingRoomRule = declareRule('release.waiting-room', 'institution', z.strictObject({
  minutesBefore: whole('minutes', 1, 120),
  perSecond: whole('per-second', 1, 1000),
  insideAtMost: whole('people', 1, 100_000),
  enterSeconds: whole('seconds', 15, 600),
  staySeconds: whole('seconds', 30, 1800),
  gateMinutes: whole('minutes', 5, 720),
  /** Of one process; who asks beyond that hears when to ask again. */
  answersPerSecond: whole('per-second', 10, 100_000),
}))

export const rules = [openingsRule, waitingRoomRule]

export type RoomRules = Readonly<ValueOf<typeof waitingRoomRule>>

export const roomRules = (tx: Tx, institutionId: number, at: Date): Promise<RoomRules> => ruleAt(tx, waitingRoomRule, institutionId, at)
