import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { approveDay, askToPost, carryOut, computeDay, dayFor, fileOfDay, instructDay, openDays, putBankAccount } from '#journey/throughout/settlement/index.ts'
import { fixedClock } from '#platform/clock/index.ts'
import { loadConfig } from '#platform/config/index.ts'
import { type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, newId, openDatabase, type Tx } from '#platform/database/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { numberAfter } from './flags.ts'
import { hospitalIds, openEverything, transact } from './settlement/traffic.ts'

const TRAFFIC = { hospitals: 38, people: 10_000 } as const
/** `--transactions N` for a shorter look. */
const USUAL_TRANSACTIONS = 100_000
/** What comes after the day was worked out: half of it says it was still that day. */
const LATER = 4_000
const [DAY, NEXT] = ['2026-03-16', '2026-03-17'] as const

/**
 * One day of 38 hospitals with 100,000 transactions, from the ledger to settled: worked out, approved by two, told to a bank, posted in
 * both books. Then more traffic, some of it late; the day is worked out again and must be the same byte for byte, and the next takes
 * what was late. Measured against the plainest question that reads the same entries.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const transactions = numberAfter(flags, '--transactions', USUAL_TRANSACTIONS)
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await client.connect()
  await migrate(database.url)
  const { db, pool } = openDatabase(database.url, { poolSize: 4, applicationName: 'bench' })
  try {
    const clock = fixedClock(new Date(`${NEXT}T02:00:00+08:00`))
    const services = { db, pool, clock, config: loadConfig({ DEMO: 'on', DATABASE_URL: database.url }) }
    const system = systemContext('bench', clock.now())
    const as = <T>(context: Context, work: (tx: Tx) => Promise<T>) => inTransaction(db, context, work)
    await openEverything(client, TRAFFIC)
    for (const id of [0, ...hospitalIds(TRAFFIC)]) await as(system, (tx) => putBankAccount(tx, system, { institutionId: id, bankCode: 'BENCH', bankName: 'B', bankNameEn: 'B', accountName: `${id}`, accountNo: String(10_000_000 + id) }))
    const traffic = await timed(() => transact(client, TRAFFIC, { from: 0, count: transactions, day: DAY }))
    await client.query('analyze')
    say(`${transactions} transactions in both books in ${traffic.seconds.toFixed(1)} s`)

    const plain = await timed(() => client.query(`select a.kind, a.owner_ref, sum(e.amount_cents), count(*) from ledger.entry e join ledger.account a on a.institution_id = e.institution_id and a.id = e.account_id
      where e.institution_id = 0 and e.at >= '${DAY} 00:00+08' and e.at < '${NEXT} 00:00+08' group by 1, 2`))
    let processor = 0
    const compute = await timed(() => as(system, async (tx) => {
      const backend = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]!.pid
      const began = processorSeconds(backend)
      await openDays(tx, system)
      await computeDay(tx, system, DAY)
      processor = processorSeconds(backend) - began
    }))
    say(`worked out in ${compute.seconds.toFixed(1)} s, a plain sum of the same entries takes ${plain.seconds.toFixed(2)} s`)
    const before = await timed(() => as(system, (tx) => fileOfDay(tx, DAY)))
    const people = [staff(clock.now()), staff(clock.now())]
    const settle = await timed(async () => {
      for (const who of people) await as(who, (tx) => approveDay(tx, who, DAY, { sha256: before.value.sha256 }))
      await as(people[0]!, (tx) => instructDay(tx, people[0]!, DAY))
      await as(people[0]!, (tx) => askToPost(tx, people[0]!, DAY))
      await carryOut(services, DAY)
    })
    const day = await as(system, (tx) => dayFor(tx, system, DAY))
    say(`approved twice, sent to the bank and posted in ${settle.seconds.toFixed(1)} s: ${day.status}`)

    await transact(client, TRAFFIC, { from: transactions, count: LATER / 2, day: DAY })
    await transact(client, TRAFFIC, { from: transactions + LATER / 2, count: LATER / 2, day: NEXT })
    const again = await timed(() => as(system, (tx) => fileOfDay(tx, DAY)))
    clock.advanceSeconds(86_400)
    const tomorrow = systemContext('bench', clock.now())
    const second = await timed(() => as(tomorrow, async (tx) => {
      await openDays(tx, tomorrow)
      await computeDay(tx, tomorrow, NEXT)
    }))
    const proof = await look(client)
    const total = compute.seconds + settle.seconds
    return {
      ratios: { clearing_within_limit: 30 / total, plain_sum_vs_compute: plain.seconds / compute.seconds },
      invariants: {
        zero_sum: proof.unbalanced, entries_in_two_batches: proof.twice, entries_in_no_batch: proof.lost, late_entries_lost: LATER * 2 + day.instructions.length * 2 - proof.nextDay,
        differences_after_recompute: before.value.text === again.value.text ? 0 : 1, unexplained_entries: proof.unexplained, hospitals_not_settled: day.instructions.filter((one) => one.state !== 'posted').length + (day.status === 'posted' ? 0 : 1),
      },
      figures: {
        transactions: { value: transactions, unit: 'of 38 hospitals in one day' }, clearing: { value: total, unit: 's, from ledger to settled' }, compute: { value: compute.seconds, unit: 's' }, compute_processor: { value: processor, unit: 's of PostgreSQL, whatever else the machine does' },
        recompute: { value: again.seconds, unit: 's' }, approve_instruct_post: { value: settle.seconds, unit: 's' }, next_day_with_late_ones: { value: second.seconds, unit: 's' },
        file: { value: Buffer.byteLength(before.value.text), unit: 'bytes' }, plain_sum: { value: plain.seconds, unit: 's' },
      },
    }
  } finally {
    await closeDatabase(db)
    await client.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const began = performance.now()
  const value = await work()
  return { value, seconds: (performance.now() - began) / 1000 }
}

/** What a process has used of the processors so far. */
function processorSeconds(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const cells = rest.split(' ')
  return (Number(cells[11]) + Number(cells[12])) / 100
}

function staff(now: Date): Context {
  const institutionId = 0 as InstitutionId
  return { actor: { kind: 'staff', accountId: newId(), staffId: 1, institutionId, roles: ['accountant'] }, institutionId, purpose: 'settlement', now, requestId: 'bench', channel: 'job' }
}

/** Counted from the tables, behind the module's back. */
async function look(client: pg.Client): Promise<{ unbalanced: number; twice: number; lost: number; nextDay: number; unexplained: number }> {
  const { rows } = await client.query<{ unbalanced: string; twice: string; lost: string; nextday: string; unexplained: string }>(`
    select (select count(*) from (select c.day from settlement.cleared c join ledger.entry e on e.institution_id = 0 and e.transfer_id = c.transfer_id group by 1 having sum(e.amount_cents) <> 0) d) as unbalanced,
      (select count(*) from (select e.transfer_id, e.line from ledger.entry e join settlement.cleared c on c.transfer_id = e.transfer_id where e.institution_id = 0 group by 1, 2 having count(*) > 1) t) as twice,
      (select count(*) from ledger.entry e where e.institution_id = 0 and not exists (select from settlement.cleared c where c.transfer_id = e.transfer_id)) as lost,
      (select entry_count from settlement.day where day = '${NEXT}') as nextday,
      (select count(*) from ledger.unexplained()) as unexplained`)
  const row = rows[0]!
  return { unbalanced: Number(row.unbalanced), twice: Number(row.twice), lost: Number(row.lost), nextDay: Number(row.nextday), unexplained: Number(row.unexplained) }
}
