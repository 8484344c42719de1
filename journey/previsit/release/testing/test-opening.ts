import { sql } from 'kysely'
import { newId, type Db } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import type { Actor, PersonId } from '#platform/context/context.ts'
import { planOpening } from '../operations/plan-opening.ts'

/** Sunday, ten minutes before an opening at 7:00; the units are those of Monday 23 November 2026. */
export const BEFORE = new Date('2026-11-22T06:50:00+08:00')
export const OPENS = new Date('2026-11-22T07:00:00+08:00')
export const MONDAY = '2026-11-23'

interface Wanted {
  readonly serviceId?: number
  readonly perSecond?: number
  readonly insideAtMost?: number
  readonly enterSeconds?: number
  readonly staySeconds?: number
}

/** A release at seven for a service, or for the whole hospital. */
export async function anOpening(owner: Db, institutionId: number, { serviceId, ...rates }: Wanted = {}): Promise<string> {
  const id = await owner.transaction().execute((tx) => planOpening(tx, systemContext('test', new Date(BEFORE.getTime() - 3_600_000)), {
    institutionId, departmentId: null, serviceId: serviceId ?? null, day: MONDAY, opensAt: OPENS,
  }))
  const { perSecond = 5, insideAtMost = 150, enterSeconds = 90, staySeconds = 300 } = rates
  await sql`update release.opening set per_second = ${perSecond}, inside_at_most = ${insideAtMost}, enter_seconds = ${enterSeconds}, stay_seconds = ${staySeconds}
    where id = ${id}`.execute(owner)
  return id
}

export function somebody(): Actor & { readonly kind: 'patient' } {
  const personId = newId() as PersonId
  return { kind: 'patient', accountId: newId(), personId, mayActFor: [personId] }
}

export const crowd = (count: number) => Array.from({ length: count }, somebody)
