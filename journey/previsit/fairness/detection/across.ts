import { localDay } from '#platform/clock/index.ts'
import type { ScalpingRule, Signal, SignalCode } from '../contract.ts'
import { familyPeople, type Trace } from './graph.ts'
import { adviceOf, countersOf, pointsOf, type Score } from './score.ts'
import { type Attempts, measures } from './signals.ts'

/** What one account did at one hospital on one day, as counts. The account is a mark: a keyed hash that leads back to nobody. */
export interface Echo {
  readonly institutionId: number
  readonly account: string
  readonly day: string
  readonly bookings: number
  /** People it booked for there for the first time; those of them that are one family, and those that are strangers. */
  readonly people: number
  readonly family: number
  readonly strangers: number
  readonly early: number
  readonly quick: number
  readonly passed: number
  readonly back: number
  readonly came: number
  readonly over: number
  /** Bookings of a named helper. */
  readonly helped: number
  /** Most refusals within an hour. */
  readonly refused: number
}

/** That an account used a device, a phone or somebody's payment at a hospital: both ends are marks. */
export interface Tie {
  readonly institutionId: number
  readonly kind: 'device' | 'phone' | 'payer'
  readonly mark: string
  readonly account: string
  readonly day: string
}

export type MarkOf = (kind: Tie['kind'] | 'account', subject: string) => string

const OVER: readonly string[] = ['arrived', 'fulfilled', 'cancelled', 'no-show']

/** What a hospital tells of a group: counts by account and day, and which marks hang together. No person, no time of day, no clinic. */
export function echoesOf(institutionId: number, traces: readonly Trace[], attempts: Attempts, isHelpers: boolean, rule: ScalpingRule, markOf: MarkOf): { echoes: Echo[]; ties: Tie[] } {
  const hits = (code: SignalCode) => new Set(measures[code](traces, rule.signals[code], attempts).evidence)
  const [early, quick] = [hits('seconds-after-release'), hits('machine-rhythm')]
  const passed = new Set(measures['cancel-pass'](traces, rule.signals['cancel-pass'], attempts).evidence)
  const family = familyPeople(traces)
  const seen = new Set<string>()
  const inOrder = traces.toSorted((a, b) => a.bookedAt.getTime() - b.bookedAt.getTime())
  const byDay = Map.groupBy(inOrder, (one) => `${one.accountId} ${localDay(one.bookedAt)}`)
  const ties = new Map<string, Tie>()
  const echoes = [...byDay.values()].map((group): Echo => {
    const [first] = group as [Trace, ...Trace[]]
    const [account, day] = [markOf('account', first.accountId), localDay(first.bookedAt)]
    for (const { device, phone, payer } of group) {
      for (const [kind, subject] of [['device', device], ['phone', phone], ['payer', payer]] as const) {
        if (subject === null || (kind === 'payer' && subject === first.accountId)) continue
        const mark = kind === 'payer' ? markOf('account', subject) : markOf(kind, subject)
        ties.set(`${kind} ${mark} ${account} ${day}`, { institutionId, kind, mark, account, day })
      }
    }
    const fresh = [...new Map(group.map((one) => [one.personId, one])).values()].filter((one) => !seen.has(`${one.accountId} ${one.personId}`))
    for (const one of fresh) seen.add(`${one.accountId} ${one.personId}`)
    const count = (among: ReadonlySet<string>) => group.filter((one) => among.has(one.appointmentId)).length
    return {
      institutionId, account, day, bookings: group.length, people: fresh.length, family: fresh.filter((one) => family.has(one.personId)).length, strangers: fresh.filter((one) => !one.related).length,
      early: count(early), quick: count(quick), passed: group.filter((one) => one.status === 'cancelled' && passed.has(one.appointmentId)).length,
      back: group.filter((one) => one.status === 'cancelled').length, came: group.filter(({ status }) => status === 'arrived' || status === 'fulfilled').length,
      over: group.filter(({ status }) => OVER.includes(status)).length, helped: isHelpers ? group.length : 0, refused: attempts.mostRefusedInAnHour,
    }
  })
  return { echoes, ties: [...ties.values()] }
}

export interface Across extends Score {
  readonly hospitals: readonly { readonly institutionId: number; readonly bookings: number }[]
  readonly bookings: number
  readonly accounts: number
  readonly devices: number
}

/** Too few to say anything about how many came. */
const ENOUGH_OVER = 4

/**
 * The same sum over all hospitals, from the counts alone. What cannot be told apart without names is counted low: people are the
 * accounts, or the most that any one hospital saw; departments are not counted at all.
 */
export function acrossScore(echoes: readonly Echo[], ties: readonly Tie[], rule: ScalpingRule): Across {
  const sum = (pick: (one: Echo) => number) => echoes.reduce((total, one) => total + pick(one), 0)
  const accounts = new Set(echoes.map((one) => one.account))
  const mostAccounts = (kind: Tie['kind']) => Math.max(0, ...[...Map.groupBy(ties.filter((one) => one.kind === kind), (one) => one.mark).values()].map((group) => new Set(group.map((one) => one.account)).size))
  const byHospital = Map.groupBy(echoes, (one) => one.institutionId)
  const peopleAtOne = Math.max(0, ...[...byHospital.values()].map((group) => group.reduce((total, one) => total + one.people, 0)))
  const values: Readonly<Record<SignalCode, number>> = {
    'accounts-on-device': mostAccounts('device'), 'strangers-of-account': sum((one) => one.strangers), people: Math.max(accounts.size, peopleAtOne),
    'seconds-after-release': sum((one) => one.early), 'machine-rhythm': sum((one) => one.quick), 'cancel-pass': sum((one) => one.passed), 'handed-back': sum((one) => one.back),
    'refused-attempts': Math.max(0, ...echoes.map((one) => one.refused)), 'payer-of-others': mostAccounts('payer'), departments: 0,
  }
  const signals = (Object.keys(values) as SignalCode[]).map((code): Signal => ({ code, value: values[code], limit: rule.signals[code].above, points: pointsOf(rule.signals[code], values[code]), evidence: [] }))
  const bookings = sum((one) => one.bookings)
  const over = sum((one) => one.over)
  const shares = { came: over < ENOUGH_OVER ? 0 : sum((one) => one.came) / over, family: sum((one) => one.family) / Math.max(1, sum((one) => one.people)) }
  const counter = countersOf(shares, sum((one) => one.helped) * 2 >= bookings && bookings > 0, signals, rule)
  const score = Math.max(0, [...signals].reduce((total, one) => total + one.points, 0) - counter.reduce((total, one) => total + one.points, 0))
  return {
    score, signals, counter, advice: adviceOf(score, signals, counter, rule), bookings, accounts: accounts.size,
    devices: new Set(ties.flatMap((one) => (one.kind === 'device' ? [one.mark] : []))).size,
    hospitals: [...byHospital].map(([institutionId, group]) => ({ institutionId, bookings: group.reduce((total, one) => total + one.bookings, 0) })).toSorted((a, b) => b.bookings - a.bookings),
  }
}
