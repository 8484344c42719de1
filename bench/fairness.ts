import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScalpingRule } from '#journey/previsit/fairness/contract.ts'
import { aGroup, type Group, type HonestKind, HOW_COMMON, honest, randomFrom, type ResellerKind, resellers } from '#journey/previsit/fairness/testing/crowd.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'
import { judgeAcross, type Spread, spreadOver } from './fairness/across.ts'
import { blockedByOneNumber, judge, wilson } from './fairness/judge.ts'
import { ruleAndFirstLook } from './fairness/through-the-database.ts'

const FAMILIES = 20_000
const OF_EACH_RESELLER = 100
const SEED = 20_261_122
/** What a site that blocks by one number would choose: more than so many accounts on a device, or people on an account. */
const ONE_NUMBER = 6

/**
 * A month of made-up bookings of one hospital: honest families of ten kinds, among them the awkward ones (care homes, a school
 * nurse, a village doctor, a volunteer, whoever presses fast), and resellers of seven kinds, one of which shares nothing that is stored. How many
 * resellers are found, how many families are looked at for nothing, and how many a reviewer who follows the rule would wrongly close.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  try {
    await migrate(database.url)
    const random = randomFrom(SEED)
    const crowd = aCrowd(FAMILIES, OF_EACH_RESELLER, random)
    say(`${crowd.length} groups, ${crowd.reduce((sum, group) => sum + group.traces.length, 0)} bookings`)
    const first = await ruleAndFirstLook(database.url, crowd)
    const over = judgeAcross(crowd, spreadOver(crowd, random), first.rule)
    return report(crowd, first, over, say)
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function aCrowd(families: number, ofEachReseller: number, random: ReturnType<typeof randomFrom>): Group[] {
  const all = Object.values(HOW_COMMON).reduce((sum, weight) => sum + weight, 0)
  const honestOnes = (Object.keys(honest) as HonestKind[]).flatMap((kind) => Array.from({ length: Math.round((families * HOW_COMMON[kind]) / all) }, () => aGroup(kind, random)))
  const planted = (Object.keys(resellers) as ResellerKind[]).flatMap((kind) => Array.from({ length: ofEachReseller }, () => aGroup(kind, random)))
  return [...honestOnes, ...planted, ...planted.filter((_, n) => n % 5 === 0).map((group) => familyOfAClient(group, random))]
}

/** A daughter who has always booked for a mother that also went to a reseller: tied to the group, and innocent. */
function familyOfAClient(group: Group, random: ReturnType<typeof randomFrom>): Group {
  const family = aGroup('daughter', random)
  const mother = group.traces[random(group.traces.length)]!.personId
  return { ...family, traces: family.traces.map((trace, n) => (n === 0 ? { ...trace, personId: mother } : trace)) }
}

function report(crowd: readonly Group[], { rule, lookMs, findings }: { rule: ScalpingRule; lookMs: number; findings: number }, over: Spread, say: (line: string) => void): BenchResult {
  const verdict = judge(crowd, rule)
  const honestOnes = verdict.judged.filter(({ group }) => !group.isReseller)
  const planted = verdict.judged.filter(({ group }) => group.isReseller)
  const findable = planted.filter(({ group }) => group.kind !== 'scattered')
  const lookedAt = honestOnes.filter(({ found }) => found).length
  const byNumber = blockedByOneNumber(crowd, ONE_NUMBER)
  const share = (part: number, of: number) => (of === 0 ? 0 : part / of)
  const figures: Record<string, Figure> = {}
  const kinds = new Set(crowd.map((group) => group.kind))
  for (const kind of kinds) {
    const its = verdict.judged.filter(({ group }) => group.kind === kind)
    figures[`found ${kind}`] = { value: round(100 * share(its.filter(({ found }) => found).length, its.length)), unit: `% of ${its.length}` }
    figures[`restrict advised ${kind}`] = { value: round(100 * share(its.filter(({ advised }) => advised).length, its.length)), unit: `% of ${its.length}` }
  }
  const [, upperLooked] = wilson(lookedAt, honestOnes.length)
  const [, upperBlocked] = wilson(verdict.honestBlocked, verdict.honestAccounts)
  say('families are looked at for nothing and wrongly closed in hundredths; the upper ends are of the 95 % interval (Wilson)')
  const [, upperAcross] = wilson(over.honestBlocked, over.honestAccounts)
  const foundIn = (found: ReadonlySet<Group>, isReseller: boolean) => [...found].filter((group) => group.isReseller === isReseller && group.kind !== 'scattered').length
  const byNumberHonest = [...byNumber].filter((group) => !group.isReseller).length
  return {
    ratios: {
      recall_of_resellers: share(planted.filter(({ found }) => found).length, planted.length),
      recall_where_something_is_shared: share(findable.filter(({ found }) => found).length, findable.length),
      spread_over_three_hospitals_to_in_one: share(foundIn(over.together, true), findable.filter(({ found }) => found).length),
      families_blocked_by_one_number_to_ours: byNumberHonest / Math.max(1, verdict.honestBlocked),
    },
    invariants: { blocked_without_a_person: 0 },
    figures: {
      families_looked_at_for_nothing: { value: round(100 * share(lookedAt, honestOnes.length)), unit: `% of ${honestOnes.length}, at most ${round(upperLooked)} %` },
      families_wrongly_closed_by_rule: { value: round(100 * share(verdict.honestBlocked, verdict.honestAccounts)), unit: `% of ${verdict.honestAccounts} accounts (${verdict.honestBlocked}), at most ${round(upperBlocked)} %` },
      spread_found_by_each_hospital_alone: { value: round(100 * share(foundIn(over.alone, true), findable.length)), unit: `% of ${findable.length}` },
      spread_found_together: { value: round(100 * share(foundIn(over.together, true), findable.length)), unit: `% of ${findable.length}` },
      families_looked_at_for_nothing_over_hospitals: { value: round(100 * share(foundIn(over.together, false), honestOnes.length)), unit: `% of ${honestOnes.length}` },
      families_wrongly_closed_over_hospitals: { value: round(100 * share(over.honestBlocked, over.honestAccounts)), unit: `% of ${over.honestAccounts} accounts (${over.honestBlocked}), at most ${round(upperAcross)} %` },
      three_hospitals_in_memory: { value: round(over.milliseconds), unit: 'ms' },
      families_blocked_by_one_number: { value: byNumberHonest, unit: `of ${honestOnes.length} (more than ${ONE_NUMBER} on a device or account, by machine)` },
      resellers_caught_by_one_number: { value: round(100 * share([...byNumber].filter((group) => group.isReseller).length, planted.length)), unit: '%' },
      whole_month_in_memory: { value: round(verdict.milliseconds), unit: 'ms' },
      one_group_through_the_database: { value: round(lookMs), unit: 'ms' },
      findings_through_the_database: { value: findings, unit: 'of 20 planted bots' },
      ...figures,
    },
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
