import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { type Rule, versionsFor } from '#platform/rules/index.ts'
import type { PublishRule } from '../contract.ts'
import { AlreadyProposed, ChangedMeanwhile } from '../errors.ts'
import { ruleProposed } from '../events.ts'
import { placeOf, staffIdOf } from '../policy.ts'
import { consider } from '../queries/consider.ts'
import { waitsDays } from '../rules.ts'
import { expireProposals } from './expire-proposals.ts'

/**
 * Proposes a version of a rule that takes two: nothing changes until somebody else agrees. It waits so many days, and never longer
 * than the day on which it would begin. One change of a rule waits at a time: of two who propose at once one does, the other hears
 * {@link AlreadyProposed}. Throws what {@link consider} throws, and {@link ChangedMeanwhile}.
 */
export async function proposeRule(tx: Tx, context: Context, rule: Rule, { validFrom, value, source, after }: PublishRule): Promise<{ id: string }> {
  await consider(tx, context, rule, { validFrom, value })
  const institutionId = placeOf(context)
  const own = (await versionsFor(tx, institutionId, rule.code)).filter((one) => one.institutionId === institutionId)
  if (after !== own.reduce((most, { version }) => Math.max(most, version), 0)) throw new ChangedMeanwhile()
  await expireProposals(tx, context, { institutionId, code: rule.code })
  const id = newId()
  const stored = value === null ? null : JSON.stringify(rule.schema.parse(value))
  await sql`insert into rules.proposal (institution_id, id, code, value, valid_from, source, after_version, proposed_by, proposed_staff, proposed_at, expires_at)
    values (${institutionId}, ${id}, ${rule.code}, ${stored}::jsonb, ${validFrom}::date, ${source}, ${after}, ${actorId(context.actor)}, ${staffIdOf(context)}, ${context.now},
      least(${context.now}::timestamptz + make_interval(days => ${await waitsDays(tx, context.now)}), (${validFrom}::date + 1)::timestamp at time zone 'Asia/Shanghai'))`
    .execute(tx).catch((error: unknown) => {
      throw violates(error, 'proposal_one_at_a_time') ? new AlreadyProposed() : error
    })
  await audit(tx, context, { action: 'rules.propose-rule', subject: `proposal/${id}`, institutionId, detail: { code: rule.code, validFrom, source } })
  await announce(tx, context, ruleProposed({ institutionId, proposalId: id, code: rule.code, validFrom }))
  return { id }
}
