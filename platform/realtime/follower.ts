import type { Socket } from 'node:net'
import { isAfter, type Position, type TailedEvent } from '#platform/events/index.ts'

/** What one event looks like on the wire: made once, sent to everybody. */
const frames = new WeakMap<TailedEvent, Buffer>()

export function frameOf(event: TailedEvent): Buffer {
  const made = frames.get(event)
  if (made) return made
  const data = JSON.stringify({ type: event.type, topics: event.topics, payload: event.payload, at: event.occurredAt })
  const frame = Buffer.from(`id: ${placeOf(event.position)}\ndata: ${data}\n\n`)
  frames.set(event, frame)
  return frame
}

export const placeOf = (position: Position) => `${position.xid}-${position.id}`

/** What is missing is longer ago than anybody keeps in mind: whoever listens reads everything again. */
export const TOO_LONG_AGO = Buffer.from(`data: {"type":"live.too-long-ago","topics":[],"payload":null}\n\n`)

/** Somebody who reads slower than things happen is cut off with so much unread, and comes back with Last-Event-ID. */
const UNREAD_AT_MOST = 64 * 1024

/** One open line to a browser. */
export class Follower {
  private readonly line: Socket
  /** A process may be behind the one the browser listened to before: what it heard there is not told again. */
  private heard: Position | null
  /** While the past is looked up the present waits. */
  private waiting: TailedEvent[] | null = null

  constructor(line: Socket, heard: Position | null) {
    this.line = line
    this.heard = heard
  }

  /** Live events wait until `past` has been told. */
  async catchUp(past: () => Promise<readonly TailedEvent[] | null>): Promise<void> {
    this.waiting = []
    const missed = await past()
    if (missed === null) this.write(TOO_LONG_AGO)
    const waited = this.waiting
    this.waiting = null
    for (const event of [...(missed ?? []), ...waited]) this.tell(event)
  }

  tell(event: TailedEvent): void {
    if (this.waiting) {
      this.waiting.push(event)
      return
    }
    if (this.heard && !isAfter(event.position, this.heard)) return
    this.heard = null
    this.write(frameOf(event))
  }

  /** Says that the line is alive, and how far everything has been told. */
  beat(frame: Buffer): void {
    if (this.waiting === null && this.heard === null) this.write(frame)
  }

  end(): void {
    this.line.destroySoon()
  }

  write(frame: Buffer): void {
    if (this.line.destroyed) return
    this.line.write(frame)
    if (this.line.writableLength > UNREAD_AT_MOST) this.line.destroy()
  }
}
