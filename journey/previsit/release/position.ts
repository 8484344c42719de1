import type { TicketView } from './contract.ts'
import type { StoredOpening } from './opening-row.ts'
import type { RoomNumbers } from './rooms.ts'
import type { StoredTicket } from './ticket-desk.ts'

/** Together all who wait ask about this often a second; whoever is near the turn asks oftener, whoever is far less. */
const ASKING_PER_SECOND = 300
const SOONEST_MS = 2000
const LATEST_MS = 30_000
/** Before the opening nothing changes. */
const BEFORE_MS = 60_000
/** After it everybody hears their place within this time: nobody is called away sooner than that. */
const HEARD_WITHIN_MS = 20_000

/** Where a ticket stands: everything from the ticket itself and the room's few numbers. `calm`: so many times less often to ask, while the process is busy. */
export function positionOf(opening: StoredOpening, ticket: StoredTicket, room: RoomNumbers, now: Date, calm = 1): TicketView {
  const state = stateOf(opening, ticket, room, now)
  const ahead = state === 'waiting' ? Math.max(0, ticket.place! - 1 - room.admitted) : state === 'before-draw' ? null : 0
  return {
    id: ticket.id,
    institutionId: opening.institutionId,
    openingId: opening.id,
    personId: ticket.person_id,
    state,
    early: ticket.early,
    ahead,
    place: ticket.place,
    joined: room.joined,
    aboutSeconds: ahead === null || state !== 'waiting' ? null : secondsFor(ahead + 1, opening, room, now),
    unitsLeft: room.unitsLeft,
    chance: state === 'waiting' && ahead !== null ? chanceFor(ahead + room.inside, room) : null,
    opensAt: opening.opensAt.toISOString(),
    until: endOf(opening, ticket, state)?.toISOString() ?? null,
    paused: room.pausedAt !== null,
    now: now.toISOString(),
    askAgainMs: askAgainMs(opening, state, ahead, room, now, calm),
  }
}

export function stateOf(opening: StoredOpening, ticket: StoredTicket, room: Pick<RoomNumbers, 'closedAt'>, now: Date): TicketView['state'] {
  if (ticket.outcome) return ticket.outcome
  if (room.closedAt || now >= opening.gateUntil) return 'closed'
  if (ticket.turn_at === null) return ticket.place === null ? 'before-draw' : 'waiting'
  if (ticket.entered_at !== null) return now < after(ticket.entered_at, opening.staySeconds) ? 'inside' : 'over-time'
  return now < after(ticket.turn_at, opening.enterSeconds) ? 'your-turn' : 'missed'
}

const after = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1000)

function endOf(opening: StoredOpening, ticket: StoredTicket, state: TicketView['state']): Date | null {
  if (state === 'inside') return after(ticket.entered_at!, opening.staySeconds)
  return state === 'your-turn' ? after(ticket.turn_at!, opening.enterSeconds) : null
}

/** By what was measured in the last half minute; before anything was, by the rate that is set. Null while nothing moves. */
function secondsFor(people: number, opening: StoredOpening, room: RoomNumbers, now: Date): number | null {
  if (room.pausedAt) return null
  const open = (now.getTime() - opening.opensAt.getTime()) / 1000
  const measured = open > 5 && room.lastPlace - room.admitted > 0 ? room.calledLately / Math.min(30, open) : room.perSecond
  // While everybody inside is choosing nobody is called: then the stay tells how fast places become free.
  const least = room.insideAtMost / (opening.enterSeconds + opening.staySeconds)
  return Math.ceil(people / Math.min(room.perSecond, Math.max(measured, least)))
}

/**
 * How likely fewer than `unitsLeft` of those before one take a unit, when each does as often as those did who were inside so far.
 * Before twenty have been inside nearly everybody is taken to want one; so it never promises more than was seen.
 */
export function chanceFor(before: number, { unitsLeft, booked, entered, inside }: Pick<RoomNumbers, 'unitsLeft' | 'booked' | 'entered' | 'inside'>): TicketView['chance'] {
  const done = Math.max(0, entered - inside)
  const share = Math.min(1, (Math.min(booked, done) + 19) / (done + 20))
  const percent = unitsLeft <= 0 ? 0 : before < unitsLeft ? 100 : Math.round(100 * normal((unitsLeft - 0.5 - before * share) / Math.sqrt(Math.max(before * share * (1 - share), 1e-9))))
  const word = percent >= 99 ? 'sure' : percent >= 75 ? 'good' : percent >= 35 ? 'even' : percent >= 5 ? 'small' : 'hardly'
  return { percent, word }
}

/** The normal distribution's share below z (Abramowitz and Stegun 26.2.17; off by less than 1e-7). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail = Math.exp((-z * z) / 2) * 0.3989422804 * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z > 0 ? 1 - tail : tail
}

/** Busy or not, nobody is told to ask so late that a turn could pass unseen. */
function askAgainMs(opening: StoredOpening, state: TicketView['state'], ahead: number | null, room: RoomNumbers, now: Date, calm: number): number {
  if (state === 'before-draw') {
    // Everybody is waiting for the same moment: they ask just after it, spread over the time that many answers take.
    const untilOpen = opening.opensAt.getTime() - now.getTime()
    const spread = Math.random() * Math.min(HEARD_WITHIN_MS, (room.joined / ASKING_PER_SECOND) * 1000 * calm)
    return Math.round(Math.max(500, Math.min(untilOpen + 300 + spread, BEFORE_MS)))
  }
  if (state !== 'waiting') return SOONEST_MS
  const untilTurn = ((ahead ?? 0) / room.perSecond) * 1000
  const share = ((room.lastPlace - room.admitted) / ASKING_PER_SECOND) * 1000 * 2
  const wished = Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.min(untilTurn / 2, share))) * calm
  return Math.round(Math.max(SOONEST_MS, Math.min(wished, untilTurn + opening.enterSeconds * 300)))
}
