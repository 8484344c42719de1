import { sql } from 'kysely'
import { moveUnits, sessionById } from '#engines/capacity/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Decision, ExtraUnits } from '../contract.ts'
import { AdviceChanged, AlreadyDecided, SessionNotFound } from '../errors.ts'
import { overbookingDecided } from '../events.ts'
import { type WorkedOut, workOut } from '../queries/day-advice.ts'
import { ADVISED, sessionLoads } from '../queries/session-loads.ts'
import { overbookingRules } from '../rules.ts'

interface DecideAdvice extends Decision {
  readonly institutionId: number
  readonly sessionId: number
}

/**
 * A manager takes the advice for a session, or does not. Taking it adds exactly the units that were shown, open to everybody, each with
 * a row that says why. The advice is worked out again first: what no longer holds is not added. Decided once, however many press.
 * Throws {@link SessionNotFound}, {@link AdviceChanged}, {@link AlreadyDecided}.
 */
export async function decideAdvice(tx: Tx, context: Context, asked: DecideAdvice): Promise<{ added: number }> {
  const { institutionId, sessionId, decision } = asked
  const session = await sessionById(tx, institutionId, sessionId)
  if (!session) throw new SessionNotFound()
  const rules = await overbookingRules(tx, institutionId, context.now)
  const load = (await sessionLoads(tx, context, institutionId, session.day, rules)).find((one) => one.session.sessionId === sessionId)
  if (!load) throw new AdviceChanged()
  const worked = workOut(load, rules, context.now)
  if (decision === 'accepted' && !isWithin(asked.units, worked)) throw new AdviceChanged()
  const booked = [...load.coming.entries()].filter(([periodId]) => load.periods.some((period) => period.periodId === periodId)).flatMap(([, likely]) => likely)
  const { rows } = await sql`insert into attendance.overbooking (institution_id, session_id, service_id, day, decision, units, added, booked, expected, breaking,
      wait_minutes, at_most, decided_by, decided_at)
    values (${institutionId}, ${sessionId}, ${session.serviceId}, ${session.day}, ${decision}, ${JSON.stringify(asked.units)}, 0, ${booked.length},
      ${booked.reduce((sum, one) => sum + one, 0)}, ${worked.advised.breakingThen}, ${rules.waitMinutes}, ${rules.breakingAtMost}, ${actorId(context.actor)}, ${context.now})
    on conflict do nothing returning 1`.execute(tx)
  if (rows.length === 0) throw new AlreadyDecided()
  let added = 0
  if (decision === 'accepted') {
    for (const { periodId, units } of asked.units) added += await moveUnits(tx, context, { institutionId, periodId, from: null, to: 'public', units, reason: ADVISED })
    await sql`update attendance.overbooking set added = ${added} where institution_id = ${institutionId} and session_id = ${sessionId}`.execute(tx)
  }
  await audit(tx, context, { action: `attendance.advice-${decision}`, subject: `session/${sessionId}`, institutionId, detail: { added, units: asked.units } })
  await announce(tx, context, overbookingDecided(institutionId, sessionId, decision, added))
  return { added }
}

/** No period gets more than is advised now, and something is asked for. */
function isWithin(units: readonly ExtraUnits[], { load, advised }: WorkedOut): boolean {
  const asked = Map.groupBy(units, (one) => one.periodId)
  const all = [...asked].every(([periodId, own]) => {
    const at = load.periods.findIndex((period) => period.periodId === periodId)
    return at >= 0 && own.reduce((sum, one) => sum + one.units, 0) <= advised.extra[at]!
  })
  return units.length > 0 && all
}
