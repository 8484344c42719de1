import { z } from 'zod'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, type ValueOf, whole } from '#platform/rules/index.ts'

const limits = declareRule('assistance.limits', 'region', z.strictObject({
  codeMinutes: whole('minutes', 1, 60),
  sessionMinutes: whole('minutes', 1, 120),
  /** A side that is not heard of for so long has gone. */
  silenceSeconds: whole('seconds', 15, 600),
  attempts: whole('times', 1, 50),
  attemptMinutes: whole('minutes', 1, 1440),
}))

export const rules = [limits]

export type Limits = Readonly<ValueOf<typeof limits>>

export function limitsAt(tx: Tx, at: Date): Promise<Limits> {
  return ruleAt(tx, limits, 0, at)
}

export function after(at: Date, { minutes = 0, seconds = 0 }: { minutes?: number; seconds?: number }): Date {
  return new Date(at.getTime() + minutes * 60_000 + seconds * 1000)
}
