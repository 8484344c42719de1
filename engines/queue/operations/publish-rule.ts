import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { RuleOfOrder } from '../contract.ts'
import { RuleNotSound } from '../errors.ts'
import { RULE_PUBLISHED } from '../events.ts'

export interface PublishRule {
  readonly institutionId: number
  readonly rule: RuleOfOrder
  /** The first day it holds: today or later. */
  readonly validFrom: string
  /** The last day; null: until another comes. After it, what held before holds again. */
  readonly validTo: string | null
  readonly reason: string
}

/**
 * A hospital's own rule of order, from a day on, with its reason; every version stays readable.
 *
 * Who has a place keeps it: a place that was given is not taken back. Whoever comes once the rule holds is placed by it.
 * Two who publish at once publish two versions, one after the other. Throws RuleNotSound for a day in the past or a rule
 * outside the limits.
 */
export async function publishRule(tx: Tx, context: Context, { institutionId, rule, validFrom, validTo, reason }: PublishRule): Promise<{ version: number }> {
  const sound = RuleOfOrder.safeParse(rule)
  if (!sound.success) throw new RuleNotSound({ where: 'rule' })
  if (validFrom < localDay(context.now) || (validTo !== null && validTo < validFrom)) throw new RuleNotSound({ where: 'days' })
  const { rows } = await sql<{ version: number }>`
    select queue.publish_rule(${institutionId}, ${validFrom}::date, ${validTo}::date, ${JSON.stringify(sound.data)}::jsonb, ${reason},
      ${actorId(context.actor)}, ${context.now}) as version`.execute(tx)
  const { version } = rows[0]!
  await audit(tx, context, { action: 'queue.publish-rule', subject: `rule/queue.fairness/${version}`, institutionId, detail: { validFrom, validTo, reason } })
  await announce(tx, context, { type: RULE_PUBLISHED, institutionId, payload: { institutionId, version, validFrom, validTo } })
  return { version }
}
