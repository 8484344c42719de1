import { isDeepStrictEqual } from 'node:util'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Rule, type Version, versionOn, versionsFor } from '#platform/rules/index.ts'
import type { ProposedRule, RuleChange, RuleFault, RulePreview } from '../contract.ts'
import { fieldsOf } from '../describe.ts'
import { DayPast, NothingChanges, RegionNeedsAValue, ValueNotSound } from '../errors.ts'
import { checkMayChange, placeOf, REGION } from '../policy.ts'

/**
 * What would change, part by part, if this were published: nothing is. Whatever speaks against it is thrown, the same as when it is
 * published: {@link RegionNeedsAValue}, {@link ValueNotSound}, {@link DayPast}, {@link NothingChanges}, and who may not.
 */
export async function consider(tx: Tx, context: Context, rule: Rule, { validFrom, value }: ProposedRule): Promise<RulePreview> {
  checkMayChange(context, rule)
  return previewOf(tx, context, rule, { validFrom, value })
}

/** The same for whoever reads what another proposed. */
export async function previewOf(tx: Tx, context: Context, rule: Rule, { validFrom, value }: ProposedRule): Promise<RulePreview> {
  const place = placeOf(context)
  if (value === null && place === REGION) throw new RegionNeedsAValue()
  const proposed = value === null ? null : soundValue(rule, value)
  if (validFrom < localDay(context.now)) throw new DayPast()
  const versions = await versionsFor(tx, place, rule.code)
  const before = versionOn(versions, place, validFrom)
  const after = proposed ?? versionOn(versions, REGION, validFrom)?.value
  const isOwn = before?.institutionId === place
  if (proposed === null ? !isOwn : isOwn && isDeepStrictEqual(before.value, proposed)) throw new NothingChanges()
  return { validFrom, until: nextOf(versions, place, validFrom), changes: changesBetween(rule, before?.value, after) }
}

function soundValue(rule: Rule, value: unknown): unknown {
  const sound = rule.schema.safeParse(value)
  if (sound.success) return sound.data
  const faults = sound.error.issues.map(({ code, path }): RuleFault => ({ path: path.join('.'), why: code === 'too_small' ? 'too-small' : code === 'too_big' ? 'too-big' : 'not-possible' }))
  throw new ValueNotSound({ faults })
}

function nextOf(versions: readonly Version[], place: number, validFrom: string): string | null {
  return versions.filter((one) => one.institutionId === place && one.validFrom > validFrom).at(-1)?.validFrom ?? null
}

function changesBetween(rule: Rule, before: unknown, after: unknown): RuleChange[] {
  return fieldsOf(rule)
    .map(({ path }) => ({ path, before: at(before, path) ?? null, after: at(after, path) ?? null }))
    .filter((one) => !isDeepStrictEqual(one.before, one.after))
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value)
}
