import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { addVersion, type Rule } from '#platform/rules/index.ts'
import type { PublishRule } from '../contract.ts'
import { ChangedMeanwhile, SecondPersonNeeded } from '../errors.ts'
import { rulePublished } from '../events.ts'
import { checkMayChange, placeOf } from '../policy.ts'
import { consider } from '../queries/consider.ts'

/**
 * A new version of a rule from a day on, for the institution one works in; with no value, the region's again. What was published
 * before stays readable, and what held on a day that is over is never touched.
 *
 * Of two who publish at once from the same version one is refused with {@link ChangedMeanwhile}: they look again at what holds now.
 * Throws what {@link consider} throws, and {@link SecondPersonNeeded} for a rule that is proposed.
 */
export async function publishRule(tx: Tx, context: Context, rule: Rule, asked: PublishRule): Promise<{ version: number }> {
  checkMayChange(context, rule)
  if (rule.approvals > 1) throw new SecondPersonNeeded({ code: rule.code })
  return addChecked(tx, context, rule, asked)
}

/** The same once as many have agreed as the rule takes. */
export async function addChecked(tx: Tx, context: Context, rule: Rule, { validFrom, value, source, after }: PublishRule): Promise<{ version: number }> {
  await consider(tx, context, rule, { validFrom, value })
  const institutionId = placeOf(context)
  const version = await addVersion(tx, context, rule, { institutionId, after, validFrom, value, source }).catch((error: unknown) => {
    // Whichever of the two keys is looked at first: the number is taken.
    throw violates(error, 'rule_one_version_after_the_other') || violates(error, 'rule_pkey') ? new ChangedMeanwhile() : error
  })
  const backToRegion = value === null
  await audit(tx, context, { action: 'rules.publish-rule', subject: `rule/${rule.code}/${version}`, institutionId, detail: { validFrom, backToRegion, source } })
  await announce(tx, context, rulePublished({ institutionId, code: rule.code, version, validFrom, backToRegion }))
  return { version }
}
