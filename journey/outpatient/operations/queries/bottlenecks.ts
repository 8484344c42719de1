import { queuesOfZone, servicePointsOfZone, zonesOf } from '#engines/queue/index.ts'
import type { ArrivedVisit } from '#journey/outpatient/arrival/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Bottleneck } from '../contract.ts'
import { minutesWaited } from '../waited.ts'
import { named, type NamedDepartment, type ToldHour } from './named.ts'
import { departmentDays } from './supply.ts'

export interface Looking {
  readonly institutionId: number
  readonly names: ReadonlyMap<number, NamedDepartment>
  readonly visits: readonly ArrivedVisit[]
  readonly told: readonly ToldHour[]
  readonly hour: number
  readonly day: string
}

/** A line shorter than this is none. */
const LONG_MINUTES = 30

/** What stands in the way now, the most people first: nobody calls them, they have waited longest, or more come than can be seen. */
export async function bottlenecksNow(tx: Tx, context: Context, looking: Looking): Promise<Bottleneck[]> {
  const { institutionId, names, visits, told, hour, day } = looking
  const waiting = visits.filter((visit) => visit.status === 'waiting')
  const byDepartment = Map.groupBy(waiting, (visit) => visit.departmentId)
  const found: Bottleneck[] = await unserved(tx, institutionId, waiting, names)
  for (const [departmentId, own] of byDepartment) {
    const longest = Math.round(Math.max(...own.map((visit) => minutesWaited(visit, context.now))))
    if (longest >= LONG_MINUTES) found.push({ ...named(names, departmentId), kind: 'longest-line', waiting: own.length, figure: longest })
  }
  const days = await departmentDays(tx, institutionId, day, told.map((one) => ({ ...one, day })))
  for (const { departmentId, minutesPerVisit, hours } of days) {
    const now = hours.find((one) => one.hour === hour)
    if (!now || now.doctors === 0) continue
    const line = byDepartment.get(departmentId)?.length ?? 0
    const share = Math.round(((now.arrivals + line) * minutesPerVisit * 100) / (now.doctors * 60))
    if (share > 100) found.push({ ...named(names, departmentId), kind: 'over-full', waiting: line, figure: share })
  }
  return found.toSorted((a, b) => b.waiting - a.waiting || b.figure - a.figure).slice(0, 8)
}

/** Lines in which people wait and no room that serves them is open. */
async function unserved(tx: Tx, institutionId: number, waiting: readonly ArrivedVisit[], names: ReadonlyMap<number, NamedDepartment>): Promise<Bottleneck[]> {
  if (waiting.length === 0) return []
  const byQueue = Map.groupBy(waiting, (visit) => visit.queueId)
  const found: Bottleneck[] = []
  for (const zone of await zonesOf(tx, institutionId)) {
    const queues = (await queuesOfZone(tx, institutionId, zone.id)).filter((queue) => byQueue.has(queue.id))
    if (queues.length === 0) continue
    const points = await servicePointsOfZone(tx, institutionId, zone.id)
    for (const queue of queues) {
      const serving = points.filter((point) => point.serves.includes(queue.id))
      const own = byQueue.get(queue.id)!
      if (!serving.some((point) => point.state === 'open')) found.push({ ...named(names, own[0]!.departmentId), kind: 'no-room-open', waiting: own.length, figure: serving.length })
    }
  }
  return found
}
