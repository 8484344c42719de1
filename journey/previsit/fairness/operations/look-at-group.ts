import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { echoesOf } from '../detection/across.ts'
import { scoreOf } from '../detection/score.ts'
import { scalpingRule } from '../rules.ts'
import { attemptsOf, gatherAround, isHelpers } from './gather.ts'
import { keepFinding } from './keep-finding.ts'
import { markOf, tellEchoes } from './echoes.ts'
import type { Touched } from './read-traces.ts'

const DAY_MS = 86_400_000

/**
 * Adds up what hangs together with an account that just did something, and asks a person to look where it is much. Nothing is
 * blocked. Leaves behind what other hospitals' looks compare with, as marks and counts. Returns the accounts it looked at.
 */
export async function lookAtGroup(tx: Tx, context: Context, { institutionId, accountId }: Touched): Promise<ReadonlySet<string>> {
  const rule = await scalpingRule(tx, institutionId, context.now)
  const since = new Date(context.now.getTime() - rule.windowDays * DAY_MS)
  const traces = await gatherAround(tx, institutionId, [accountId], since)
  const accounts = new Set([accountId, ...traces.map((one) => one.accountId)])
  if (traces.length === 0) return accounts
  const attempts = await attemptsOf(tx, traces, since)
  const byHelper = await isHelpers(tx, institutionId, traces, localDay(context.now))
  const score = scoreOf(traces, attempts, byHelper, rule)
  await tellEchoes(tx, echoesOf(institutionId, traces, attempts, byHelper, rule, markOf))
  await keepFinding(tx, context, { institutionId, traces, score, rule })
  return accounts
}
