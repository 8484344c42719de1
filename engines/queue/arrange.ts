import { type Context, systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, newId, type Tx } from '#platform/database/index.ts'
import * as queue from './index.ts'

export const start = new Date('2026-03-17T09:00:00+08:00')
/** So many minutes after nine. */
export const at = (minutes: number, seconds = 0): Context => systemContext('test', new Date(start.getTime() + minutes * 60_000 + seconds * 1000))
export const due = (minute: number) => ({ from: new Date(start.getTime() + minute * 60_000), to: new Date(start.getTime() + (minute + 10) * 60_000) })
export const codeOf = (promise: Promise<unknown>) => promise.then(() => 'done', (error: { code: string }) => error.code)

let institutions = 500

/** Lines of hospitals of their own, and the verbs on them as the tests say them. */
export function aHall(db: Db) {
  const run = <T>(context: Context, work: (tx: Tx, context: Context) => Promise<T>) => inTransaction(db, context, (tx) => work(tx, context))

  async function aQueue({ rooms = 1, institutionId = institutions++, zone = 'd1', subject = 'practitioner:1' } = {}) {
    return run(at(0), async (tx, context) => {
      const zoneId = await queue.openZone(tx, { institutionId, id: zone, name: `Zone ${zone}`, nameEn: `Zone ${zone}` })
      const { id: queueId, prefix } = await queue.openQueue(tx, context, { institutionId, zoneId, kind: 'room', subject, name: subject, nameEn: subject })
      const points: number[] = []
      for (let i = 1; i <= rooms; i++) {
        const point = await queue.makeServicePoint(tx, context, { institutionId, zoneId, name: `${subject} ${i}`, nameEn: `${subject} ${i}`, serves: [queueId] })
        await queue.takeServicePoint(tx, context, { institutionId, pointId: point.id, staffId: queueId * 100 + i, label: 'S', labelEn: 'S', role: '', serves: [queueId] })
        points.push(point.id)
      }
      return { institutionId, zoneId, queueId, prefix, points, pointId: points[0]! }
    })
  }

  const join = (institutionId: number, queueId: number, minute: number, over: Partial<queue.JoinQueue> = {}) =>
    run(at(minute), (tx, context) => queue.joinQueue(tx, context, {
      institutionId, queueId, holderId: newId(), visitId: newId(), displayName: '李*庚', class: 'walk-in', due: null, ...over,
    }))
  const call = (institutionId: number, pointId: number, minute: number) => run(at(minute), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
  const labels = async (institutionId: number, queueId: number, minute: number) =>
    (await run(at(minute), (tx, context) => queue.queueState(tx, context, institutionId, queueId))).entries.filter((entry) => entry.place !== null).map((entry) => entry.ticket.label)
  return { run, aQueue, join, call, labels }
}
