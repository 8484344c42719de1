import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

export interface Limits {
  readonly codeMinutes: number
  readonly sessionMinutes: number
  /** A side that is not heard of for so long has gone. */
  readonly silenceSeconds: number
  readonly attempts: number
  readonly attemptMinutes: number
}

export function limitsAt(tx: Tx, at: Date): Promise<Limits> {
  return ruleAt<Limits>(tx, 'assistance.limits', 0, at)
}

export function after(at: Date, { minutes = 0, seconds = 0 }: { minutes?: number; seconds?: number }): Date {
  return new Date(at.getTime() + minutes * 60_000 + seconds * 1000)
}
