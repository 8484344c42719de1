/** One booking on line, as the detection sees it: no names, no illness. */
export interface Trace {
  readonly appointmentId: string
  readonly personId: string
  readonly accountId: string
  readonly holderId: string | null
  readonly device: string | null
  readonly phone: string | null
  readonly payer: string | null
  readonly periodId: number
  readonly departmentId: number
  readonly bookedAt: Date
  readonly openedAt: Date | null
  readonly status: string
  readonly endedAt: Date | null
  /** The account's holder, or somebody they have booked for since long before. */
  readonly related: boolean
}

type NodeKind = 'account' | 'device' | 'phone' | 'person' | 'payer'

/** A place that very many share (a machine in a hall, a library) ties nobody together. */
const HUB = 50

export function nodeOf(kind: NodeKind, subject: string): string {
  return `${kind}:${subject}`
}

/** What a booking ties together. */
export function nodesOf(trace: Trace): string[] {
  return [
    nodeOf('account', trace.accountId), nodeOf('person', trace.personId),
    ...(trace.device === null ? [] : [nodeOf('device', trace.device)]),
    ...(trace.phone === null ? [] : [nodeOf('phone', trace.phone)]),
    // An account that pays for itself is no node of its own.
    ...(trace.payer === null ? [] : [nodeOf('account', trace.payer)]),
  ]
}

/** Bookings that hang together through an account, a device, a phone, a payer or a person: connected components. */
export function components(traces: readonly Trace[], nodes: (trace: Trace) => readonly string[] = nodesOf): Trace[][] {
  const hubs = hubsOf(traces, nodes)
  const parent = new Map<string, string>()
  const rootOf = (node: string): string => {
    let root = node
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(node, root)
    return root
  }
  for (const trace of traces) {
    const [first, ...others] = nodes(trace).filter((node) => !hubs.has(node))
    if (first === undefined) continue
    for (const other of others) parent.set(rootOf(other), rootOf(first))
  }
  const groups = Map.groupBy(traces, (trace) => {
    const first = nodes(trace).find((node) => !hubs.has(node))
    return first === undefined ? trace.appointmentId : rootOf(first)
  })
  return [...groups.values()]
}

function hubsOf(traces: readonly Trace[], nodes: (trace: Trace) => readonly string[]): Set<string> {
  const accountsAt = new Map<string, Set<string>>()
  for (const trace of traces) {
    for (const node of nodes(trace)) {
      if (node.startsWith('account:')) continue
      const seen = accountsAt.get(node) ?? new Set()
      accountsAt.set(node, seen.add(trace.accountId))
    }
  }
  return new Set([...accountsAt].filter(([, accounts]) => accounts.size > HUB).map(([node]) => node))
}

/** Whether at least half of these bookings were made by accounts of this kind, or on a device one of them books on. */
export function mostlyOf(traces: readonly Trace[], isTheirs: (trace: Trace) => boolean): boolean {
  const devices = new Set(traces.filter(isTheirs).flatMap(({ device }) => (device === null ? [] : [device])))
  const theirs = traces.filter((one) => isTheirs(one) || (one.device !== null && devices.has(one.device)))
  return theirs.length > 0 && theirs.length * 2 >= traces.length
}

/**
 * The largest part of a group that is one family: people who hang together by who has long booked for whom, without the device.
 * Strangers on one device fall apart; a family on a shared tablet does not. Nobody, where no two hang together.
 */
export function familyPeople(traces: readonly Trace[]): ReadonlySet<string> {
  const byTies = components(traces.filter((one) => one.related), (one) => [nodeOf('account', one.accountId), nodeOf('person', one.personId)])
  const families = byTies.map((group) => new Set(group.map((one) => one.personId))).filter((people) => people.size >= 2)
  return families.toSorted((a, b) => b.size - a.size)[0] ?? new Set()
}
