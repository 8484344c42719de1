import { correctionsOf, type HonestyOfQueue, waitHonesty } from '#engines/queue/index.ts'
import { departmentById, practitionerById, serviceById } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { HonestWaits } from '../contract.ts'
import { staffAt } from '../policy.ts'

const DAY_MS = 86_400_000

/** What waits were promised here in the last days, and what came true, by department and by day. */
export async function honestWaits(tx: Tx, context: Context, days: number): Promise<HonestWaits> {
  const { institutionId } = staffAt(context)
  const toDay = localDay(context.now)
  const fromDay = localDay(new Date(context.now.getTime() - (days - 1) * DAY_MS))
  const queues = await waitHonesty(tx, context, { institutionId, fromDay, toDay })
  const departmentOf = new Map<string, number>()
  for (const { subject } of queues) if (!departmentOf.has(subject)) departmentOf.set(subject, await departmentOfSubject(tx, context, institutionId, subject))
  const departments: HonestWaits['departments'] = []
  for (const [departmentId, own] of Map.groupBy(queues, (queue) => departmentOf.get(queue.subject)!)) {
    const department = await departmentById(tx, institutionId, departmentId)
    departments.push({ departmentId, name: department?.name ?? own[0]!.name, nameEn: department?.nameEn ?? own[0]!.nameEn, ...together(own) })
  }
  const whole = (await correctionsOf(tx, institutionId)).find((one) => one.queueId === 0)
  return {
    fromDay, toDay,
    departments: departments.toSorted((a, b) => b.promises - a.promises),
    days: [...Map.groupBy(queues, (queue) => queue.day)].map(([day, own]) => ({ day, promises: sum(own, 'promises'), inside: sum(own, 'inside') })),
    correction: whole ? { pace: whole.pace, spread: whole.spread, samples: whole.samples, learnedAt: whole.learnedAt.toISOString() } : null,
  }
}

type Counted = 'promises' | 'inside' | 'earlier' | 'later' | 'toldToComeBack' | 'calledBefore'
const sum = (queues: readonly HonestyOfQueue[], what: Counted): number => queues.reduce((total, queue) => total + queue[what], 0)

function together(queues: readonly HonestyOfQueue[]) {
  const promises = sum(queues, 'promises')
  const weighed = (what: 'medianWait' | 'medianWidth') => queues.reduce((total, queue) => total + queue[what] * queue.promises, 0) / Math.max(1, promises)
  return {
    promises, inside: sum(queues, 'inside'), earlier: sum(queues, 'earlier'), later: sum(queues, 'later'),
    toldToComeBack: sum(queues, 'toldToComeBack'), calledBefore: sum(queues, 'calledBefore'), medianWait: weighed('medianWait'), medianWidth: weighed('medianWidth'),
  }
}

/** A queue's subject is a doctor or a service; 0 when it is neither, such as a counter. */
async function departmentOfSubject(tx: Tx, context: Context, institutionId: number, subject: string): Promise<number> {
  const [kind, id] = subject.split(':')
  if (kind === 'practitioner') return (await practitionerById(tx, institutionId, Number(id)))?.departmentId ?? 0
  if (kind === 'service') return (await serviceById(tx, institutionId, Number(id), context.now))?.departmentId ?? 0
  return 0
}
