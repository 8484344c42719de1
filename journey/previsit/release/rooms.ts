import { sql } from 'kysely'
import { unitsLeft } from '#engines/capacity/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { openingsWhere, type StoredOpening } from './opening-row.ts'
import { ticketDesk, type TicketDesk } from './ticket-desk.ts'

/** The few numbers a whole waiting room is answered from. */
export interface RoomNumbers {
  readonly joined: number
  readonly drawn: number
  readonly lastPlace: number
  readonly admitted: number
  readonly inside: number
  readonly entered: number
  readonly booked: number
  readonly drawnAt: Date | null
  readonly pausedAt: Date | null
  readonly closedAt: Date | null
  readonly perSecond: number
  readonly insideAtMost: number
  /** Called within the last half minute. */
  readonly calledLately: number
  readonly unitsLeft: number
}

export interface Rooms {
  /** The openings whose gate stands now; from memory, at most a second old. */
  inForce(institutionId: number, now: Date): Promise<readonly StoredOpening[]>
  /** Those and the ones to come. */
  near(institutionId: number, now: Date): Promise<readonly StoredOpening[]>
  opening(institutionId: number, id: string, now: Date): Promise<StoredOpening | undefined>
  numbers(opening: StoredOpening, now: Date): Promise<RoomNumbers>
  /** After an act of this process: the next question sees it. */
  forget(openingId?: string): void
  readonly tickets: TicketDesk
  seedOf(opening: StoredOpening): string
}

const LIST_MS = 1000
const NUMBERS_MS = 200
/** An answer this many times as old is waited for; a younger one is given while the next is fetched. */
const STALE = 2
const DAY_MS = 86_400_000

const made = new WeakMap<Services, Rooms>()

/** What this process knows of the waiting rooms. */
export function roomsOf(services: Services): Rooms {
  const known = made.get(services)
  if (known) return known
  const rooms = createRooms(services)
  made.set(services, rooms)
  return rooms
}

function createRooms(services: Services): Rooms {
  const asSystem = <T>(now: Date, work: (tx: Tx) => Promise<T>) => inTransaction(services.db, systemContext('release.rooms', now), work)
  const list = lately<readonly StoredOpening[]>(LIST_MS)
  const numbers = lately<RoomNumbers>(NUMBERS_MS)
  const seeds = new Map<string, string>()

  const everything = (now: Date) => list('all', () => asSystem(now, (tx) => openingsWhere(tx,
    sql`gate_until > ${now}::timestamptz - interval '1 hour' and room_opens_at < ${new Date(now.getTime() + 2 * DAY_MS)} limit 2000`)))

  const seedOf = (opening: StoredOpening) => {
    const seed = seeds.get(opening.id) ?? unseal(opening.seedSealed)
    seeds.set(opening.id, seed)
    return seed
  }

  async function servicesOf({ institutionId, departmentId, serviceId }: StoredOpening): Promise<number[] | null> {
    if (serviceId !== null) return [serviceId]
    if (departmentId === null) return null
    const { snapshot } = await directory(services)
    return (snapshot.servicesOfDepartment.get(`${institutionId}/${departmentId}`) ?? []).map((one) => one.id)
  }

  return {
    tickets: ticketDesk(services, seedOf),
    seedOf,
    async inForce(institutionId, now) {
      const all = await everything(now)
      if (all.length === 0) return all
      return all.filter((one) => one.institutionId === institutionId && one.closedAt === null && one.roomOpensAt <= now && now < one.gateUntil)
    },
    async near(institutionId, now) {
      return (await everything(now)).filter((one) => one.institutionId === institutionId && one.closedAt === null && now < one.gateUntil)
    },
    async opening(institutionId, id, now) {
      const fits = (one: StoredOpening) => one.id === id && one.institutionId === institutionId
      return (await everything(now)).find(fits) ?? (await asSystem(now, (tx) => openingsWhere(tx, sql`institution_id = ${institutionId} and id = ${id}`)))[0]
    },
    numbers: (opening, now) => numbers(opening.id, async () => {
      const serviceIds = await servicesOf(opening)
      // First what is free, then who is inside: a booking between the two makes us call too few, never too many.
      const free = await asSystem(now, (tx) => unitsLeft(tx, { institutionId: opening.institutionId, day: opening.day, pool: 'public', serviceIds }, now))
      const { rows } = await sql<Omit<RoomNumbers, 'unitsLeft'>>`select joined, drawn, last_place as "lastPlace", admitted, inside, entered, booked, drawn_at as "drawnAt",
        paused_at as "pausedAt", closed_at as "closedAt", per_second as "perSecond", inside_at_most as "insideAtMost", called_lately as "calledLately"
        from release.advance(${opening.institutionId}, ${opening.id}, ${seedOf(opening)}, ${free}, ${now})`.execute(services.db)
      return { ...rows[0]!, unitsLeft: free }
    }),
    forget(openingId) {
      list.forget('all')
      if (openingId !== undefined) numbers.forget(openingId)
    },
  }
}

interface Lately<T> {
  (key: string, ask: () => Promise<T>): Promise<T>
  forget(key: string): void
}

/**
 * Asks at most once in so many milliseconds, for however many callers. What is a little older is given at once while
 * the next answer is fetched; what is much older is waited for.
 */
function lately<T>(milliseconds: number): Lately<T> {
  const kept = new Map<string, { answer: T; at: number }>()
  const asking = new Map<string, Promise<T>>()
  const refresh = (key: string, ask: () => Promise<T>): Promise<T> => {
    const running = asking.get(key)
    if (running) return running
    const at = performance.now()
    const asked = ask().then((answer) => {
      if (asking.get(key) === asked) kept.set(key, { answer, at })
      return answer
    }).finally(() => {
      if (asking.get(key) === asked) asking.delete(key)
    })
    asking.set(key, asked)
    return asked
  }
  const get = (key: string, ask: () => Promise<T>): Promise<T> => {
    const known = kept.get(key)
    const age = known ? performance.now() - known.at : Number.POSITIVE_INFINITY
    if (known && age < milliseconds) return Promise.resolve(known.answer)
    if (!known || age > STALE * milliseconds) return refresh(key, ask)
    // Nobody waits for this one; when it fails the next caller asks again.
    refresh(key, ask).catch(() => undefined)
    return Promise.resolve(known.answer)
  }
  return Object.assign(get, {
    forget(key: string) {
      kept.delete(key)
      asking.delete(key)
    },
  })
}
