import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { calibrationOf } from '../queries/calibration.ts'
import { likelyWith } from '../risk/calibrate.ts'
import { shippedModel } from '../risk/model.ts'
import { callRules } from '../rules.ts'

interface Visit {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
  readonly startsAt: Date
}

/** Puts a visit on the list of calls; one that is there already stays as it is. */
export async function askToCall(tx: Tx, { now }: Context, { institutionId, appointmentId, personId, startsAt }: Visit, reason: 'no-phone' | 'please-call'): Promise<void> {
  await sql`insert into attendance.call (institution_id, appointment_id, starts_at, person_id, reason, made_at)
    values (${institutionId}, ${appointmentId}, ${startsAt}, ${personId}, ${reason}, ${now}) on conflict do nothing`.execute(tx)
}

/** Whoever has not answered and is likely to have forgotten gets a call as well, as many as a day's list holds. */
export async function callIfLikelyMissed(tx: Tx, context: Context, visit: Visit, likely: number): Promise<void> {
  const { institutionId, appointmentId, startsAt } = visit
  const rules = await callRules(tx, institutionId, context.now)
  const usual = likelyWith(await calibrationOf(tx, institutionId, context.now), shippedModel().base)
  if (likely < rules.timesUsual * usual) return
  const day = localDay(startsAt)
  const { rows } = await sql<{ answered: boolean; listed: number }>`select
      exists (select from attendance.confirmation c where c.institution_id = ${institutionId} and c.appointment_id = ${appointmentId} and c.starts_at = ${startsAt}) as answered,
      (select count(*)::integer from attendance.call l where l.institution_id = ${institutionId} and l.reason = 'please-call'
        and l.starts_at >= ${`${day}T00:00:00+08:00`}::timestamptz and l.starts_at < ${`${day}T00:00:00+08:00`}::timestamptz + interval '1 day') as listed`.execute(tx)
  if (!rows[0]!.answered && rows[0]!.listed < rules.mostPerDay) await askToCall(tx, context, visit, 'please-call')
}
