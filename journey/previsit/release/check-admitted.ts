import { periodById } from '#engines/capacity/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { JoinFirst, NotYourTurn, TurnOver } from './errors.ts'
import type { StoredOpening } from './opening-row.ts'
import { stateOf } from './position.ts'
import { roomsOf } from './rooms.ts'

export interface WantsToBook {
  readonly institutionId: number
  readonly periodId: number
  /** Absent where a time is moved: whom the account waits for. */
  readonly personId?: string
  readonly pool: string
}

interface Period {
  readonly serviceId: number
  readonly departmentId: number | undefined
  readonly day: string
}

const periods = new WeakMap<Services, Map<string, Period | undefined>>()
const PERIODS_KEPT = 20_000

/**
 * Lets a patient book units that open with a waiting room only in their turn. Where no opening is in force it is one look
 * into memory. Window, telephone and pools that are not public have their own units and are not asked.
 * Throws {@link JoinFirst}, {@link NotYourTurn}, {@link TurnOver}: 429 with Retry-After.
 */
export async function checkAdmitted(services: Services, context: Context, wanted: WantsToBook): Promise<void> {
  const { actor, now } = context
  if ((actor.kind !== 'patient' && actor.kind !== 'client') || wanted.pool !== 'public') return
  const rooms = roomsOf(services)
  const inForce = await rooms.inForce(wanted.institutionId, now)
  if (inForce.length === 0) return
  const period = await periodOf(services, wanted, now)
  const opening = period && openingFor(inForce, period)
  if (!opening) return
  const where = { institutionId: opening.institutionId, openingId: opening.id }
  // Another program has no place in the waiting room: what is given out through it is taken by people.
  if (actor.kind === 'client') throw new JoinFirst({ ...where, retryAfterSeconds: 60 })
  let ticket = await rooms.tickets.of(opening, actor.accountId)
  // Whoever was called a moment ago may not be known as such here yet.
  const fits = (wanted.personId ?? ticket?.person_id) === ticket?.person_id
  if (ticket && fits && ticket.entered_at === null) ticket = await rooms.tickets.of(opening, actor.accountId, true)
  const untilOpening = Math.ceil((opening.opensAt.getTime() - now.getTime()) / 1000)
  if (!ticket || !fits) throw new JoinFirst({ ...where, retryAfterSeconds: Math.max(5, untilOpening) })
  const state = stateOf(opening, ticket, { closedAt: null }, now)
  if (state === 'inside') return
  if (state === 'before-draw' || state === 'waiting' || state === 'your-turn') throw new NotYourTurn({ ...where, retryAfterSeconds: Math.max(3, untilOpening) })
  throw new TurnOver({ ...where, retryAfterSeconds: 5 })
}

/** The narrowest opening that a period belongs to. */
export function openingFor(openings: readonly StoredOpening[], { serviceId, departmentId, day }: Period): StoredOpening | undefined {
  const fitting = openings.filter((one) => one.day === day && (one.serviceId === null || one.serviceId === serviceId)
    && (one.departmentId === null || one.departmentId === departmentId))
  const width = (one: StoredOpening) => (one.serviceId !== null ? 0 : one.departmentId !== null ? 1 : 2)
  return fitting.sort((a, b) => width(a) - width(b) || a.opensAt.getTime() - b.opensAt.getTime())[0]
}

async function periodOf(services: Services, { institutionId, periodId }: WantsToBook, now: Date): Promise<Period | undefined> {
  const kept = periods.get(services) ?? new Map<string, Period | undefined>()
  periods.set(services, kept)
  const key = `${institutionId}/${periodId}`
  if (kept.has(key)) return kept.get(key)
  const facts = await inTransaction(services.db, systemContext('release.gate', now), (tx) => periodById(tx, institutionId, periodId))
  const { snapshot } = await directory(services)
  const period = facts && { serviceId: facts.serviceId, departmentId: snapshot.services.get(`${institutionId}/${facts.serviceId}`)?.departmentId, day: localDay(facts.startsAt) }
  if (kept.size >= PERIODS_KEPT) kept.clear()
  kept.set(key, period)
  return period
}
