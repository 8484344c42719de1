import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { TurnAhead } from '../contract.ts'
import { fairnessRule } from '../rules.ts'
import { type Coming, minutesInside, turnAhead } from '../wait-ahead.ts'
import type { Expected } from '../wait-play.ts'
import { type LineFacts, uncorrected } from '../wait-range.ts'
import { waitFacts } from './wait-facts.ts'

export interface ToExpect extends Coming {
  readonly institutionId: number
  /** Null before anybody ever stood in this line. */
  readonly queueId: number | null
  /** Who is booked that day, this person among them: used until the line itself has been told. */
  readonly booked: () => Promise<readonly Expected[]>
}

/** When somebody booked, who has not come yet, will be called; also before anybody has come at all, and for a day that is still ahead. */
export async function expectedTurn(tx: Tx, { institutionId, queueId, booked, ...coming }: ToExpect, now: Date): Promise<TurnAhead> {
  const isToday = localDay(coming.dueFrom) === localDay(now)
  const at = isToday ? now : new Date(`${localDay(coming.dueFrom)}T06:00:00+08:00`)
  const nobody: LineFacts = { now: at, rule: await ruleAt(tx, fairnessRule, institutionId, at), servers: [], line: [], expected: [], away: 0, walkInsPerHour: 0, recent: [], history: null, correction: uncorrected }
  const known = queueId === null ? nobody : await waitFacts(tx, institutionId, queueId, at)
  const facts = isToday ? known : { ...nobody, history: known.history }
  // The line knows who is still missing once it is in use; until then all who are booked are.
  return turnAhead(facts.expected.length > 0 ? facts : { ...facts, expected: await booked() }, coming)
}

/** How many wait in a line, and how long each takes as it goes today; nobody's own place. */
export async function paceOfLine(tx: Tx, institutionId: number, queueId: number, now: Date): Promise<{ readonly waiting: number; readonly minutes: TurnAhead['minutes'] }> {
  const facts = await waitFacts(tx, institutionId, queueId, now)
  return { waiting: facts.line.length, minutes: minutesInside(facts) }
}
