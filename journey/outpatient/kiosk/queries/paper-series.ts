import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { ExpectedList } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'

/** K2 for 门诊大厅 2 号机: short enough to be read out. */
const codeOf = (machine: string): number => Number(/\d{1,3}/.exec(machine)?.[0] ?? [...machine].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % 100)

function freeFrom(code: number, taken: ReadonlySet<number>): number {
  let free = code
  while (taken.has(free)) free = (free + 1) % 1000
  return free
}

/**
 * What the papers of a machine begin with, for good: the number in its name, or where a machine set up before has that, the next
 * that is free. And the last of them that came in, so that a machine whose memory was cleared does not begin anew today.
 */
export async function paperSeries(tx: Tx, { institutionId, machine, now }: MachineContext): Promise<ExpectedList['papers']> {
  const { rows: machines } = await sql<{ name: string }>`select name from kiosk.machine where institution_id = ${institutionId} order by set_up_at, name`.execute(tx)
  const { rows: [came] } = await sql<{ last: number }>`select coalesce(max(split_part(paper, '-', 2)::integer), 0) as last from kiosk.away_entry
    where institution_id = ${institutionId} and machine = ${machine} and received_at > ${now}::timestamptz - interval '2 days'`.execute(tx)
  const taken = new Set<number>()
  const before = machines.map(({ name }) => name)
  for (const name of before.includes(machine) ? before.slice(0, before.indexOf(machine)) : before) taken.add(freeFrom(codeOf(name), taken))
  return { series: `K${freeFrom(codeOf(machine), taken)}`, last: came?.last ?? 0 }
}
