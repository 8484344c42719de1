import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { cents, declareRule, ruleAt, type ValueOf, whole } from '#platform/rules/index.ts'

export const cashAtMachine = declareRule('kiosk.cash', 'institution', z.strictObject({
  /** What one person puts in at one go. */
  mostCents: cents(1_000, 5_000_000),
  /** So many notes lie in a box before it is emptied. */
  boxNotes: whole('number', 10, 3_000),
  /** So long after the last word of the machine, what somebody put in is credited to them without it. */
  patienceSeconds: whole('seconds', 30, 900),
}))

export const cashRule = (tx: Tx, institutionId: number, at: Date): Promise<ValueOf<typeof cashAtMachine>> => ruleAt(tx, cashAtMachine, institutionId, at)
