import type { SignalCode, SignalRule } from '../contract.ts'
import type { Trace } from './graph.ts'

export interface Counted {
  readonly value: number
  /** The bookings it was counted on. */
  readonly evidence: readonly string[]
}

export interface Attempts {
  /** Most refusals within one hour, of any account or device. */
  readonly mostRefusedInAnHour: number
}

const NOTHING: Counted = { value: 0, evidence: [] }
const distinct = <T>(values: readonly T[]) => new Set(values).size
const idsOf = (traces: readonly Trace[]) => traces.map(({ appointmentId }) => appointmentId)
const secondsBetween = (a: Date, b: Date) => (b.getTime() - a.getTime()) / 1000

type Measure = (traces: readonly Trace[], rule: SignalRule, attempts: Attempts) => Counted

/** What is counted for each signal. Every one has an innocent explanation; only several together make somebody look. */
export const measures: Readonly<Record<SignalCode, Measure>> = {
  'accounts-on-device': (traces) => most(traces.filter((one) => one.device !== null), (one) => one.device!, (group) => distinct(group.map((one) => one.accountId))),
  'strangers-of-account': (traces) => {
    const strangers = traces.filter((one) => !one.related)
    return { value: distinct(strangers.map((one) => one.personId)), evidence: idsOf(strangers) }
  },
  people: (traces) => ({ value: distinct(traces.map((one) => one.personId)), evidence: [] }),
  'seconds-after-release': (traces, { seconds = 3 }) => {
    const fast = traces.filter(({ openedAt, bookedAt }) => openedAt !== null && secondsBetween(openedAt, bookedAt) >= 0 && secondsBetween(openedAt, bookedAt) <= seconds)
    return { value: fast.length, evidence: idsOf(fast) }
  },
  'machine-rhythm': (traces, { seconds = 2 }) => {
    const close = [...Map.groupBy(traces, (one) => one.device ?? one.accountId).values()].flatMap((group) => tooClose(group, seconds))
    return { value: close.length, evidence: idsOf(close) }
  },
  'cancel-pass': (traces, { seconds = 600 }) => {
    const passes = passesOf(traces, seconds)
    return { value: passes.length, evidence: passes.flatMap(({ from, to }) => [from.appointmentId, to.appointmentId]) }
  },
  'handed-back': (traces) => {
    const back = traces.filter((one) => one.status === 'cancelled')
    return { value: back.length, evidence: idsOf(back) }
  },
  'refused-attempts': (_traces, _rule, { mostRefusedInAnHour }) => ({ value: mostRefusedInAnHour, evidence: [] }),
  'payer-of-others': (traces) => most(traces.filter((one) => one.payer !== null && one.payer !== one.accountId), (one) => one.payer!, (group) => distinct(group.map((one) => one.accountId))),
  departments: (traces) => ({ value: distinct(traces.map((one) => one.departmentId)), evidence: [] }),
}

function most(traces: readonly Trace[], by: (trace: Trace) => string, count: (group: readonly Trace[]) => number): Counted {
  let found = NOTHING
  for (const group of Map.groupBy(traces, by).values()) {
    const value = count(group)
    if (value > found.value) found = { value, evidence: idsOf(group) }
  }
  return found
}

/** Bookings that follow the one before within so few seconds. What was booked in one press, for a family, is one. */
function tooClose(group: readonly Trace[], seconds: number): Trace[] {
  const inOrder = group.toSorted((a, b) => a.bookedAt.getTime() - b.bookedAt.getTime())
  return inOrder.filter((one, at) => {
    const before = inOrder[at - 1]
    if (!before) return false
    const gap = secondsBetween(before.bookedAt, one.bookedAt)
    // What is booked together is taken down at one moment: for one account that is a family, for several it is a program.
    return gap <= seconds && (gap > 0 || before.accountId !== one.accountId)
  })
}

/** A place that one gives back and another of the same group has moments later. */
export function passesOf(traces: readonly Trace[], seconds: number): { readonly from: Trace; readonly to: Trace }[] {
  const byPeriod = Map.groupBy(traces, (one) => one.periodId)
  return traces.flatMap((from) => {
    if (from.status !== 'cancelled' || from.endedAt === null) return []
    const to = byPeriod.get(from.periodId)!.find((one) => {
      const gap = secondsBetween(from.endedAt!, one.bookedAt)
      return one.personId !== from.personId && gap >= 0 && gap <= seconds
    })
    return to ? [{ from, to }] : []
  })
}
