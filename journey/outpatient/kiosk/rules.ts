import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { cashAtMachine } from './cash/rule.ts'
import { declareRule, ruleAt, type ValueOf, whole } from '#platform/rules/index.ts'

const walkInAlone = declareRule('kiosk.walk-in-alone', 'institution', z.strictObject({
  /** What machines took alone waits so long for what others took before it. */
  settleSeconds: whole('seconds', 0, 120),
  /** What comes later than this is not put in line by itself: whoever took the paper may have gone. */
  goodForMinutes: whole('minutes', 10, 720),
  /** So long the number of the paper stands beside the number it became. */
  shownMinutes: whole('minutes', 1, 120),
}))

export const rules = [walkInAlone, cashAtMachine]

export type WalkInAlone = Readonly<ValueOf<typeof walkInAlone>>

export const walkInAloneRule = (tx: Tx, institutionId: number, at: Date): Promise<WalkInAlone> => ruleAt(tx, walkInAlone, institutionId, at)
