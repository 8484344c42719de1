import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Attempts } from '../detection/signals.ts'
import { mostlyOf, type Trace } from '../detection/graph.ts'

/** A group this large is certain to be looked at; more of it would not change what a person sees. */
const MOST_TRACES = 2000
const HUB = 50

interface Frontier {
  readonly accounts: Set<string>
  readonly devices: Set<string>
  readonly phones: Set<string>
  readonly persons: Set<string>
}

const columns = sql`appointment_id as "appointmentId", person_id as "personId", account_id as "accountId", holder_id as "holderId", device, phone, payer, period_id as "periodId",
  department_id as "departmentId", booked_at as "bookedAt", opened_at as "openedAt", status, ended_at as "endedAt", related`

/** Everything that hangs together with these accounts at one institution: outwards from them, so the cost is that of the group alone. */
export async function gatherAround(tx: Tx, institutionId: number, accountIds: readonly string[], since: Date): Promise<Trace[]> {
  const found = new Map<string, Trace>()
  const seen: Frontier = { accounts: new Set(accountIds), devices: new Set(), phones: new Set(), persons: new Set() }
  let next: Frontier = { ...seen, accounts: new Set(accountIds) }
  while (found.size < MOST_TRACES && Object.values(next).some((nodes: Set<string>) => nodes.size > 0)) {
    const rows = await tracesAt(tx, institutionId, next, since)
    for (const row of rows) found.set(row.appointmentId, row)
    next = beyond(seen, rows)
  }
  return [...found.values()]
}

async function tracesAt(tx: Tx, institutionId: number, { accounts, devices, phones, persons }: Frontier, since: Date): Promise<Trace[]> {
  const { rows } = await sql<Trace>`select ${columns} from fairness.trace
    where institution_id = ${institutionId} and booked_at > ${since}
      and (account_id = any (${[...accounts]}::uuid[]) or payer = any (${[...accounts]}::uuid[]) or device = any (${[...devices]}::text[])
        or phone = any (${[...phones]}::text[]) or person_id = any (${[...persons]}::uuid[]))
    limit ${MOST_TRACES}`.execute(tx)
  return rows
}

/** What these rows touch and nobody looked at yet; a place that very many share is not followed. */
function beyond(seen: Frontier, rows: readonly Trace[]): Frontier {
  const next: Frontier = { accounts: new Set(), devices: new Set(), phones: new Set(), persons: new Set() }
  const add = (kind: keyof Frontier, node: string | null) => {
    if (node === null || seen[kind].has(node)) return
    seen[kind].add(node)
    next[kind].add(node)
  }
  const shared = new Set([...Map.groupBy(rows.filter((row) => row.device !== null), (row) => row.device!)]
    .filter(([, group]) => new Set(group.map((row) => row.accountId)).size > HUB).map(([device]) => device))
  for (const row of rows) {
    add('accounts', row.accountId)
    add('accounts', row.payer)
    if (row.device !== null && !shared.has(row.device)) add('devices', row.device)
    add('phones', row.phone)
    add('persons', row.personId)
  }
  return next
}

/** Refused attempts of the group's accounts and devices within the window. */
export async function attemptsOf(tx: Tx, traces: readonly Trace[], since: Date): Promise<Attempts> {
  const accounts = [...new Set(traces.map((one) => one.accountId))]
  const devices = [...new Set(traces.flatMap((one) => (one.device === null ? [] : [one.device])))]
  const { rows } = await sql<{ most: number | null }>`select max(refused)::integer as most from (
      select sum(refused) as refused from fairness.attempt where hour > ${since} and account_id = any (${accounts}::uuid[]) group by account_id, hour
      union all
      select sum(refused) from fairness.attempt where hour > ${since} and device = any (${devices}::text[]) group by device, hour) h`.execute(tx)
  return { mostRefusedInAnHour: rows[0]?.most ?? 0 }
}

/** Whether at least half of these bookings were made by a named helper, or on a device the helper books on. */
export async function isHelpers(tx: Tx, institutionId: number, traces: readonly Trace[], today: string): Promise<boolean> {
  const phones = [...new Set(traces.flatMap((one) => (one.phone === null ? [] : [one.phone])))]
  const { rows } = await sql<{ phone: string }>`select phone_hash as phone from fairness.helper where institution_id in (0, ${institutionId}) and phone_hash = any (${phones}::text[])
    and removed_at is null and until >= ${today}::date`.execute(tx)
  const named = new Set(rows.map(({ phone }) => phone))
  return mostlyOf(traces, (one) => one.phone !== null && named.has(one.phone))
}
