import type { Trace } from '../detection/graph.ts'

/** A month of bookings on line by made-up people: families as they are, and those who sell places on. */
export interface Group {
  readonly kind: HonestKind | ResellerKind
  readonly isReseller: boolean
  readonly traces: readonly Trace[]
  readonly refusedInAnHour: number
  readonly onTheList: boolean
}

export type HonestKind = 'alone' | 'daughter' | 'tablet' | 'eager' | 'undecided' | 'care-home' | 'care-home-on-list' | 'school-nurse' | 'village-doctor' | 'volunteer-on-list'
export type ResellerKind = 'bot' | 'by-hand' | 'passer' | 'collector' | 'one-payer' | 'named-helper' | 'scattered'

export type Random = (below: number) => number

/** A small generator of whole numbers below a bound: the same crowd for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const START = Date.UTC(2026, 10, 1, 23)
const DAY_MS = 86_400_000
let serial = 0

/** A name like an id of the platform, the same in every run. */
function newName(): string {
  return `00000000-0000-4000-8000-${(++serial).toString(16).padStart(12, '0')}`
}

interface Booking {
  readonly account: string
  readonly person: string
  readonly device: string | null
  readonly payer?: string
  /** Seconds after the release of that day; undefined: some time in the day. */
  readonly after?: number
  readonly day: number
  readonly department: number
  readonly status: 'fulfilled' | 'cancelled' | 'no-show' | 'booked'
  readonly related?: boolean
  readonly period?: number
  readonly endedAfter?: number
}

function trace(random: Random, asked: Booking): Trace {
  const opened = new Date(START + asked.day * DAY_MS)
  const bookedAt = new Date(opened.getTime() + Math.round((asked.after ?? 60 + random(80_000)) * 1000))
  return {
    appointmentId: newName(), personId: asked.person, accountId: asked.account, holderId: asked.person, device: asked.device, phone: null,
    payer: asked.payer ?? null, periodId: asked.period ?? 1_000_000 + serial, departmentId: asked.department, bookedAt, openedAt: opened, status: asked.status,
    endedAt: asked.status === 'booked' ? null : new Date(bookedAt.getTime() + (asked.endedAfter ?? 86_400 + random(500_000)) * 1000), related: asked.related ?? true,
  }
}

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
/** Most people come; some give their time back, few stay away. */
const honestEnd = (random: Random) => (['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'booked', 'fulfilled', 'cancelled', 'fulfilled', 'fulfilled', 'no-show'] as const)[random(10)]!
const day = (random: Random) => random(28)

export const honest: Readonly<Record<HonestKind, (random: Random) => Partial<Group> & Pick<Group, 'traces'>>> = {
  alone(random) {
    const [account, device] = [newName(), newName()]
    return { traces: times(1 + random(4), () => trace(random, { account, person: account, device, day: day(random), department: random(20), status: honestEnd(random) })) }
  },
  // Her own parents and her husband's, whom she added last week.
  daughter(random) {
    const [account, device] = [newName(), newName()]
    const people = [{ person: account, related: true }, ...times(2 + random(3), (n) => ({ person: newName(), related: n < 2 || random(3) > 0 }))]
    return { traces: times(6 + random(9), () => trace(random, { account, device, day: day(random), department: random(6), status: honestEnd(random), ...people[random(people.length)]! })), refusedInAnHour: random(8) }
  },
  tablet(random) {
    const tablet = newName()
    const accounts = times(2 + random(3), () => newName())
    const child = newName()
    return {
      traces: accounts.flatMap((account) => times(1 + random(4), () => {
        const own = random(3) > 0
        return trace(random, { account, person: own ? account : random(2) ? child : accounts[0]!, device: random(4) ? tablet : `${account}-phone`, day: day(random), department: random(8), status: honestEnd(random) })
      })),
    }
  },
  // Sits ready when the numbers come out, and presses as fast as anybody.
  eager(random) {
    const [account, device] = [newName(), newName()]
    const mother = newName()
    return {
      traces: times(3 + random(4), (n) => trace(random, { account, person: random(2) ? account : mother, device, day: n * 4, department: random(3), status: honestEnd(random), after: random(3) ? 0.8 + random(40) / 10 : 5 + random(200) })),
      refusedInAnHour: random(70),
    }
  },
  // Books, gives back, books again; once puts mother in her own place.
  undecided(random) {
    const [account, device] = [newName(), newName()]
    const when = day(random)
    const mine = trace(random, { account, person: account, device, day: when, department: 1, status: 'cancelled', after: 4000, endedAfter: 300, period: 77_000 + ++serial })
    const hers = trace(random, { account, person: newName(), device, day: when, department: 1, status: 'fulfilled', after: 4330, period: mine.periodId })
    return { traces: [mine, hers, ...times(4 + random(4), () => trace(random, { account, person: account, device, day: day(random), department: random(4), status: random(3) ? 'cancelled' : 'fulfilled' }))] }
  },
  'care-home': (random) => careHome(random, false),
  'care-home-on-list': (random) => careHome(random, true),
  // At the beginning of term the parents agree, and the check-ups follow within days.
  'school-nurse'(random) {
    const [account, device] = [newName(), newName()]
    return { traces: times(10 + random(10), () => trace(random, { account, person: newName(), device, day: 2 + random(10), department: random(3), status: random(10) ? 'fulfilled' : 'cancelled', related: false })) }
  },
  // Old people bring their own phone numbers; he books each in their own account, on the clinic's one computer.
  'village-doctor'(random) {
    const device = newName()
    return {
      traces: times(8 + random(22), () => newName()).flatMap((account) => times(1 + random(2), () =>
        trace(random, { account, person: account, device, day: day(random), department: random(12), status: random(9) ? 'fulfilled' : 'cancelled' }))),
    }
  },
  // Neighbours who agreed one after the other; she sits down on Sunday evening and books for all of them.
  'volunteer-on-list'(random) {
    const [account, device] = [newName(), newName()]
    const neighbours = times(20 + random(20), newName)
    return {
      onTheList: true,
      refusedInAnHour: random(40),
      traces: neighbours.map((person, n) => trace(random, {
        account, person, device, day: 7 * (n % 4), department: random(12), status: random(11) ? 'fulfilled' : 'cancelled', after: 40_000 + n * (45 + random(60)), related: random(4) > 0,
      })),
    }
  },
}

function careHome(random: Random, onTheList: boolean): Partial<Group> & Pick<Group, 'traces'> {
  const [account, device] = [newName(), newName()]
  const residents = times(10 + random(20), newName)
  return {
    onTheList,
    traces: times(residents.length + random(15), (n) => trace(random, { account, person: residents[n % residents.length]!, device, day: day(random), department: random(9), status: random(12) ? 'fulfilled' : 'cancelled' })),
  }
}

/** The limits let a device book for eight people a month: so they use several, and now and then the same account on two. */
function severalDevices(accounts: number): (n: number) => string {
  const devices = times(Math.ceil(accounts / 7), newName)
  return (n) => devices[Math.min(devices.length - 1, Math.floor(n / 6.5))]!
}

export const resellers: Readonly<Record<ResellerKind, (random: Random) => Partial<Group> & Pick<Group, 'traces'>>> = {
  // A program with its clients' accounts: a burst at each release, one after the other.
  bot(random) {
    const accounts = times(6 + random(10), () => newName())
    const deviceOf = severalDevices(accounts.length)
    const clock = { day: -1, after: 0 }
    return {
      refusedInAnHour: 40 + random(400),
      traces: accounts.map((account, n) => {
        const device = deviceOf(n)
        const when = Math.floor(n / 4) * 5
        clock.after = clock.day === when ? clock.after + 0.2 + random(9) / 10 : 0.2 + random(10) / 10
        clock.day = when
        return trace(random, { account, person: account, device, day: when, department: random(5), status: random(3) ? 'fulfilled' : 'cancelled', after: clock.after })
      }),
    }
  },
  // The same by hand: slower, and what is not sold goes back.
  'by-hand'(random) {
    const accounts = times(7 + random(8), () => newName())
    const deviceOf = severalDevices(accounts.length)
    return {
      refusedInAnHour: random(120),
      traces: accounts.flatMap((account, n) => times(1 + random(2), (k) =>
        trace(random, { account, person: account, device: deviceOf(n + k), day: day(random), department: random(10), status: random(5) < 2 ? 'cancelled' : 'fulfilled', after: random(3) ? 1 + random(40) / 10 : 10 + random(90) }))),
    }
  },
  // Holds places with a few accounts and gives each back the moment a client is found.
  passer(random) {
    const device = newName()
    const holders = times(2 + random(3), () => newName())
    return {
      refusedInAnHour: random(80),
      traces: times(3 + random(5), (n) => {
        const holder = holders[n % holders.length]!
        const client = newName()
        const first = trace(random, { account: holder, person: holder, device, day: n * 3, department: random(6), status: 'cancelled', after: random(3) ? 1.2 + random(30) / 10 : 5 + random(60), endedAfter: 5000 })
        return [first, trace(random, { account: client, person: client, device, day: n * 3, department: first.departmentId, status: 'fulfilled', after: (first.endedAt!.getTime() - START) / 1000 - n * 3 * 86_400 + 5 + random(60), period: first.periodId })]
      }).flat(),
    }
  },
  // Two accounts that strangers agreed to days before.
  collector(random) {
    const device = newName()
    return {
      refusedInAnHour: random(200),
      traces: times(2, () => newName()).flatMap((account) => times(5 + random(3), (n) =>
        trace(random, { account, person: newName(), device, day: n * 3, department: random(9), status: random(4) ? 'fulfilled' : 'cancelled', after: random(3) ? 0.6 + random(30) / 10 : 20 + random(100), related: false }))),
    }
  },
  // Every client on a phone of their own, all paid for from one account.
  'one-payer'(random) {
    const payer = newName()
    return {
      refusedInAnHour: 20 + random(200),
      traces: times(7 + random(6), () => newName()).flatMap((account) => times(1 + random(2), () =>
        trace(random, { account, person: account, device: `${account}-phone`, payer, day: day(random), department: random(9), status: random(4) ? 'fulfilled' : 'cancelled', after: random(4) ? 0.5 + random(30) / 10 : 15 + random(60) }))),
    }
  },
  // Had a shop's telephone named as a helper's, and sells: at the second of release, one after the other, unsold places handed on.
  'named-helper'(random) {
    const [account, device] = [newName(), newName()]
    const clock = { day: -1, after: 0 }
    return {
      onTheList: true,
      refusedInAnHour: 60 + random(300),
      traces: times(14 + random(16), (n) => {
        const when = Math.floor(n / 5) * 5
        clock.after = clock.day === when ? clock.after + 0.3 + random(9) / 10 : 0.3 + random(9) / 10
        clock.day = when
        const sold = random(4) > 0
        const first = trace(random, { account, person: newName(), device, day: when, department: random(6), status: sold ? 'fulfilled' : 'cancelled', after: clock.after, endedAfter: 4000, related: random(2) > 0 })
        if (sold) return [first]
        return [first, trace(random, { account, person: newName(), device, day: when, department: first.departmentId, status: 'fulfilled', after: clock.after + 4010 + random(90), period: first.periodId })]
      }).flat(),
    }
  },
  // Nothing shared at all: no device, no payer, no person. What is stored cannot tell these from strangers in a hurry.
  scattered(random) {
    return { traces: times(8 + random(6), () => newName()).map((account) => trace(random, { account, person: account, device: `${account}-phone`, day: day(random), department: random(9), status: random(4) ? 'fulfilled' : 'cancelled', after: 0.5 + random(30) / 10 })) }
  },
}

export function aGroup(kind: HonestKind | ResellerKind, random: Random): Group {
  const isReseller = kind in resellers
  const made = isReseller ? resellers[kind as ResellerKind](random) : honest[kind as HonestKind](random)
  return { kind, isReseller, refusedInAnHour: 0, onTheList: false, ...made }
}

/** Of a region's people who book on line: how common each kind of family is. */
export const HOW_COMMON: Readonly<Record<HonestKind, number>> = {
  alone: 480, daughter: 220, tablet: 150, eager: 70, undecided: 50, 'care-home': 8, 'care-home-on-list': 8, 'school-nurse': 6, 'village-doctor': 8, 'volunteer-on-list': 4,
}
