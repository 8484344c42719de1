import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { setUpDraw } from '#journey/previsit/lottery/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type InstitutionId, systemContext } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, openDatabase } from '#platform/database/index.ts'
import { DEMO_HOSPITAL } from './data/demo-people.ts'

const HOUR_MS = 3_600_000

/**
 * The demonstration's hospital opens one department's units every morning with a waiting room, and draws for one expert:
 * a visitor finds both, and the office can start others at any hour.
 */
export async function showReleases(url: string, now: Date): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin region', role: null })
  const context = systemContext('sample-region', now, DEMO_HOSPITAL as InstitutionId)
  try {
    await inTransaction(db, context, async (tx) => {
      const today = localDay(now)
      // An expert whom nobody of the demonstration's stories sees, with a session some days ahead.
      const { rows } = await sql<{ serviceId: number; departmentId: number; day: string }>`
        select v.id as "serviceId", v.department_id as "departmentId", min(s.day)::text as day
        from directory.service v join capacity.session s on s.institution_id = v.institution_id and s.service_id = v.id
        where v.institution_id = ${DEMO_HOSPITAL} and v.kind = 'expert' and v.fee_code = 'REG-CH' and s.day between ${addDays(today, 4)}::date and ${addDays(today, 12)}::date
          and v.department_id <> (select department_id from directory.service where institution_id = ${DEMO_HOSPITAL} order by id limit 1)
        group by v.id, v.department_id order by v.id desc limit 2`.execute(tx)
      const [drawn, daily] = rows
      if (!drawn) return
      await setUpDraw(tx, context, {
        institutionId: DEMO_HOSPITAL, serviceId: drawn.serviceId, firstDay: drawn.day, lastDay: drawn.day, unitsPerPeriod: 1, appliesFrom: now.toISOString(),
        appliesUntil: new Date(now.getTime() + 24 * HOUR_MS).toISOString(), drawsAt: new Date(now.getTime() + 24 * HOUR_MS).toISOString(),
      })
      if (!daily) return
      await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified)
        values ('release.openings', ${DEMO_HOSPITAL}, ${today}, ${JSON.stringify({ openings: [{ departmentId: daily.departmentId }] })},
          'departments or services whose units open with a waiting room', 'The sample region: one opening every morning', false) on conflict do nothing`.execute(tx)
    })
  } finally {
    await closeDatabase(db)
  }
}
