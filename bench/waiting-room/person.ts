import { setTimeout as pause } from 'node:timers/promises'
import type { TicketView } from '#journey/previsit/release/contract.ts'
import { personId, tokenOf } from '../booking/world.ts'
import type { Client } from './client.ts'

export interface Room {
  readonly client: Client
  /** Address of the opening. */
  readonly path: string
  readonly periods: readonly number[]
  /** When everybody stops. */
  readonly until: number
}

export interface Fate {
  readonly n: number
  readonly place: number | null
  readonly booked: boolean
  /** Seconds after the room's opening at which they came. */
  readonly came: number
  /** Seconds from a call to a press: the device and the hand. */
  readonly slowness: number
}

/** Comes, waits as the server asks, goes in when called and books one of the times; each press takes as long as their device takes. */
export async function live({ client, path, periods, until }: Room, n: number, came: number, slowness: number): Promise<Fate> {
  const token = tokenOf(1, n)
  const isOver = () => performance.now() >= until
  await pause(came * 1000)
  let view: TicketView | undefined
  let asked: 'join' | 'look' = 'join'
  while (!isOver()) {
    const reply = asked === 'join' ? await client.ask('POST', `${path}/ticket`, token, { personId: personId(1, n) }) : await client.ask('GET', `${path}/ticket`, token)
    if (reply.status === 200) {
      view = reply.body as TicketView
      asked = 'look'
      if (view.state === 'your-turn') {
        await pause(slowness * 1000)
        const entered = await client.ask('POST', `${path}/ticket/enter`, token)
        if (entered.status === 200) return { n, place: view.place, booked: await choose(client, periods, n, slowness, isOver), came, slowness }
      }
    }
    const wait = reply.status === 200 && view ? view.askAgainMs : retryOf(reply.body)
    await pause(Math.max(0, Math.min(wait, until - performance.now())))
  }
  return { n, place: view?.place ?? null, booked: false, came, slowness }
}

async function choose(client: Client, periods: readonly number[], n: number, slowness: number, isOver: () => boolean): Promise<boolean> {
  const order = [...periods].sort((a, b) => ((a * 7919 + n * 104_729) % 1009) - ((b * 7919 + n * 104_729) % 1009))
  for (const periodId of order) {
    await pause(slowness * 500)
    if (isOver()) return false
    const booked = await client.ask('POST', '/api/booking/appointments', tokenOf(1, n), { institutionId: 1, periodId, personId: personId(1, n) })
    if (booked.status === 201) return true
    if (booked.status === 429) return false
  }
  return false
}

function retryOf(body: unknown): number {
  const seconds = (body as { details?: { retryAfterSeconds?: number } } | null)?.details?.retryAfterSeconds
  return (seconds ?? 2) * 1000
}

/** A program that never waits: it only presses Book, again and again. */
export async function push({ client, periods, until }: Room, n: number): Promise<number> {
  let booked = 0
  while (performance.now() < until) {
    const reply = await client.ask('POST', '/api/booking/appointments', tokenOf(1, n), { institutionId: 1, periodId: periods[n % periods.length]!, personId: personId(1, n) })
    if (reply.status === 201) booked++
    await pause(500)
  }
  return booked
}
