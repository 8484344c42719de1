import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { loadSecrets } from '#platform/config/index.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { type RunningServer, startServer, startWorker } from './booking/server.ts'
import { attempt, seeded, stopClinic, type Told } from './contention/attempts.ts'
import { faultsOf, type Hospital, makeRegion, START } from './contention/world.ts'

const RUNS = 20
const ATTEMPTS = 5000
const AT_ONCE = 48
/** Platform seconds in a real one: a hold of ten minutes ends by itself after ten seconds. */
const RATE = 60

interface Bench {
  readonly client: pg.Client
  readonly servers: readonly RunningServer[]
}

/**
 * A hundred thousand attempts in twenty seeded runs, over two server processes and a worker: people hold, confirm, book, move
 * and cancel, holds run out, clinics are stopped, and a pool flows to everybody, all at the same time. Afterwards every
 * unit, time and answer is accounted for. `--runs N` and `--attempts N` do fewer.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const runs = numberAfter(flags, '--runs', RUNS)
  const attempts = numberAfter(flags, '--attempts', ATTEMPTS)
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await client.connect()
  const processes: RunningServer[] = []
  try {
    const hospitals = Array.from({ length: runs }, (_, i): Hospital => ({ institutionId: i + 1, seed: i + 1 }))
    useKeys('intl', loadSecrets({ cryptoKeysFile: join(dataDir, 'keys.json') }))
    await migrate(database.url)
    await makeRegion(client, hospitals)
    await client.query(`insert into platform.setting (name, value) values ('clock', $1)`, [{ realBase: Date.now(), base: START.getTime(), rate: RATE }])
    processes.push(await startServer(database.url, dataDir), await startServer(database.url, dataDir), await startWorker(database.url, dataDir))
    const bench = { client, servers: processes.slice(0, 2) }
    const sums: Record<string, number> = {}
    const totals = { attempts: 0, taken: 0, refused: 0, seconds: 0 }
    for (const hospital of hospitals) {
      const began = performance.now()
      const told = await oneRun(bench, hospital, attempts)
      const seconds = (performance.now() - began) / 1000
      const faults: Record<string, number> = { ...(await faultsOf(client, hospital)), ...(await brokenPromises(client, hospital, told)), server_errors: count(told, (status) => status >= 500) }
      for (const [name, value] of Object.entries(faults)) sums[name] = (sums[name] ?? 0) + value
      totals.attempts += told.attempts
      totals.taken += told.mine.length
      totals.refused += count(told, (status) => status === 409)
      totals.seconds += seconds
      say(`seed ${hospital.seed}: ${told.attempts} attempts, ${told.mine.length} places taken, ${seconds.toFixed(1)} s, faults: ${Object.entries(faults).filter(([, n]) => n > 0).map(([name, n]) => `${name} ${n}`).join(', ') || 'none'}`)
    }
    return {
      ratios: {},
      invariants: sums,
      figures: {
        attempts: { value: totals.attempts, unit: `in ${runs} seeded runs` },
        places_taken: { value: totals.taken, unit: 'holds and bookings' },
        refused: { value: totals.refused, unit: 'with reasons' },
        attempts_a_second: { value: Math.round(totals.attempts / totals.seconds), unit: 'over two server processes' },
      },
    }
  } finally {
    for (const one of processes) await one.stop()
    await client.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function oneRun({ client, servers }: Bench, hospital: Hospital, attempts: number): Promise<Told> {
  const told: Told = { mine: [], statuses: new Map(), attempts: 0 }
  const random = seeded(hospital.seed)
  const ports = servers.map((server) => server.port)
  const now = `(select to_timestamp(((value ->> 'base')::numeric + (extract(epoch from now()) * 1000 - (value ->> 'realBase')::numeric) * (value ->> 'rate')::numeric) / 1000) from platform.setting where name = 'clock')`
  // The clock of a run starts where the last one's did: its day is two days ahead for every hospital.
  await client.query(`update platform.setting set value = $1 where name = 'clock'`, [{ realBase: Date.now(), base: START.getTime(), rate: RATE }])
  let toStop = [1, 4]
  const beside = async () => {
    // What the worker does on its own time is asked for more often here, so that it always happens in the middle.
    await client.query(`select booking.expire_holds(${now}, 500)`)
    await client.query(`select capacity.flow_back(${now})`)
    const [doctor] = toStop
    if (doctor !== undefined && told.attempts > (attempts * (3 - toStop.length)) / 3) {
      toStop = toStop.slice(1)
      await stopClinic(hospital, doctor, told, ports[doctor % ports.length]!)
    }
  }
  let done = false
  const besides = (async () => {
    while (!done) {
      await beside()
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (told.attempts < attempts) await attempt(hospital, told, random, ports)
  }))
  done = true
  await besides
  while (toStop.length > 0) await beside()
  await untilCarriedOut(client, hospital)
  return told
}

/** The worker takes stopped clinics out; nothing is judged before it has. */
async function untilCarriedOut(client: pg.Client, { institutionId }: Hospital): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { rows } = await client.query<{ n: number }>(`select count(*)::integer as n from suspension.suspension where institution_id = $1 and status in ('asked', 'ordered')`, [institutionId])
    if (rows[0]!.n === 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('a stopped clinic was not taken out within a minute')
}

/** Whoever was told that they have a place has it, unless they gave it back, their hold ran out, or the clinic was stopped. */
async function brokenPromises(client: pg.Client, { institutionId }: Hospital, told: Told): Promise<Record<string, number>> {
  const { rows } = await client.query<{ id: string; status: string }>(`select id, status from booking.appointment where institution_id = $1`, [institutionId])
  const statusOf = new Map(rows.map((row) => [row.id, row.status]))
  let lost = 0
  for (const one of told.mine) {
    const status = statusOf.get(one.id)
    const allowed = ['booked', 'suspended', ...(one.ended ? ['cancelled'] : []), ...(one.confirmed ? [] : ['held', 'expired', 'cancelled'])]
    if (status === undefined || !allowed.includes(status)) lost++
  }
  return { acknowledged_and_lost: lost, stopped_clinics_missing: 2 - (await stopped(client, institutionId)) }
}

async function stopped(client: pg.Client, institutionId: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*)::integer as n from capacity.session where institution_id = $1 and status = 'suspended'`, [institutionId])
  return rows[0]!.n
}

function numberAfter(flags: readonly string[], name: string, otherwise: number): number {
  const at = flags.indexOf(name)
  return at >= 0 ? Number(flags[at + 1]) : otherwise
}

function count({ statuses }: Told, is: (status: number) => boolean): number {
  return [...statuses].reduce((sum, [status, n]) => sum + (is(status) ? n : 0), 0)
}
