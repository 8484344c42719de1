import * as queue from '#engines/queue/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import type { Room } from './world.ts'

export interface Call {
  readonly key: string
  readonly room: Room
  readonly holderId: string
  /** Just before the commit: what follows, the commit included, is the way to the screen. */
  readonly at: number
}

export interface Caller {
  readonly calls: Call[]
  /** What went wrong, in words. */
  readonly failures: string[]
  stop(): Promise<void>
}

const now = () => Number(process.hrtime.bigint() / 1000n) / 1000
const RECALLED = 0.15

/** Doctors of the whole region: so many calls a second, each the last patient finished and the next called, or called again. */
export function startCalling(db: Db, rooms: readonly Room[], perSecond: number): Caller {
  const calls: Call[] = []
  const inside = new Map<Room, string>()
  const busy = new Set<Room>()
  const failures: string[] = []
  const underWay = new Set<Promise<void>>()

  async function call(room: Room): Promise<void> {
    const context = systemContext('bench', new Date())
    const { institutionId } = room
    const current = inside.get(room)
    const again = current !== undefined && Math.random() < RECALLED
    if (current !== undefined && !again) {
      await inTransaction(db, context, (tx) => queue.finish(tx, context, { institutionId, ticketId: current }))
      inside.delete(room)
    }
    let at = 0
    const ticket = await inTransaction(db, context, async (tx) => {
      const called = again ? await queue.recall(tx, context, { institutionId, ticketId: current }) : await queue.callNext(tx, context, { institutionId, pointId: room.pointId })
      at = now()
      return called
    })
    inside.set(room, ticket.id)
    calls.push({ key: `${institutionId}/${ticket.queueId}/${ticket.label}/${ticket.callCount}`, room, holderId: ticket.holderId, at })
  }

  const timer = setInterval(() => {
    const room = rooms[Math.floor(Math.random() * rooms.length)]!
    if (busy.has(room)) return
    busy.add(room)
    const one = call(room)
      .catch((error: unknown) => { if (!(error instanceof queue.NobodyWaiting)) failures.push(error instanceof Error ? `${error.name} ${error.message}` : String(error)) })
      .finally(() => { busy.delete(room); underWay.delete(one) })
    underWay.add(one)
  }, 1000 / perSecond)
  return {
    calls,
    failures,
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}
