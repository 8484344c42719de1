import { sql } from 'kysely'
import { addDays, poolOpenings } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { planUnlessThere } from './operations/plan-opening.ts'
import { openingsRule } from './rules.ts'

/** Sets up today's and tomorrow's releases where a hospital wants a waiting room for them. Again and again: what is there stays. */
export async function planReleases(tx: Tx, context: Context, institutionId: number): Promise<number> {
  const { openings } = await ruleAt(tx, openingsRule, institutionId, context.now)
  if (openings.length === 0) return 0
  const today = localDay(context.now)
  const ahead = (await poolOpenings(tx, institutionId, 'public', today, addDays(today, 1))).filter((one) => one.opensAt > context.now)
  let planned = 0
  for (const { opensAt, day } of ahead) {
    for (const { departmentId = null, serviceId = null } of openings) {
      if (await planUnlessThere(tx, context, { institutionId, departmentId, serviceId, day, opensAt })) planned++
    }
  }
  return planned
}

export const tasks: readonly Task[] = [
  {
    name: 'release.plan-openings',
    everySeconds: 15,
    async run({ db, clock }) {
      const context = systemContext('release.plan-openings', clock.now())
      const { rows } = await inTransaction(db, context, (tx) => sql<{ id: number }>`
        select distinct institution_id as id from platform.rule where code = 'release.openings' and institution_id > 0`.execute(tx))
      for (const { id } of rows) {
        const here = { ...context, institutionId: id as InstitutionId }
        await inTransaction(db, here, (tx) => planReleases(tx, here, id))
      }
    },
  },
]
