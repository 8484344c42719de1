import type { Signal, SignalCode } from '../contract.ts'
import type { Trace } from './graph.ts'

/** What is done by the one who books, not by those who are booked for. */
const BY_WHO_BOOKS: readonly SignalCode[] = ['seconds-after-release', 'machine-rhythm', 'cancel-pass', 'strangers-of-account', 'accounts-on-device', 'payer-of-others']
const ENOUGH = 2

export interface Carrier {
  readonly kind: 'account' | 'device'
  readonly subject: string
}

/**
 * The accounts and devices on which the evidence itself rests, in at least two ways. Somebody who is only tied to them, such as
 * a patient who also books at home, is not among them. Shown to the reviewer, who chooses.
 */
export function carriers(traces: readonly Trace[], evidence: (code: SignalCode) => readonly string[]): Carrier[] {
  const waysOf = new Map<string, { carrier: Carrier; ways: Set<SignalCode> }>()
  for (const code of BY_WHO_BOOKS) {
    const rests = new Set(evidence(code))
    for (const trace of traces.filter((one) => rests.has(one.appointmentId))) {
      for (const carrier of carriersOf(trace)) {
        const known = waysOf.get(`${carrier.kind} ${carrier.subject}`) ?? { carrier, ways: new Set() }
        known.ways.add(code)
        waysOf.set(`${carrier.kind} ${carrier.subject}`, known)
      }
    }
  }
  return [...waysOf.values()].filter(({ ways }) => ways.size >= ENOUGH).map(({ carrier }) => carrier)
}

function carriersOf({ accountId, device }: Trace): Carrier[] {
  return [{ kind: 'account', subject: accountId }, ...(device === null ? [] : [{ kind: 'device' as const, subject: device }])]
}

export const evidenceIn = (signals: readonly Signal[]) => (code: SignalCode) => signals.find((one) => one.code === code)?.evidence ?? []
