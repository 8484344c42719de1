import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { closeDatabase, openDatabase } from '#platform/database/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { freePort } from '../e2e/product.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { type RunningServer, startServer } from './booking/server.ts'
import { type Call, startCalling } from './boards/caller.ts'
import { type Crowd, gatherCrowd } from './boards/crowd.ts'
import type { Listener } from './boards/listeners.ts'
import { makeWorld, personId, type Room, tokenOf } from './boards/world.ts'

/** `--listeners=500`, `--seconds=10`, `--rate=20` for a look at it on a busy machine. */
const [EVERYBODY, SECONDS, RATE] = [5000, 30, 40]
/** One in five hangs on a wall. */
const BOARDS = 0.2
const FORGETFUL = 200
/** Held before memory is measured, so that what a process needs once is not counted as somebody's. */
const WARM = 100
const PROCESSES = 2

/**
 * Boards in halls and phones in hands, connected to two server processes of one region while its doctors call: how long a
 * call takes to the screen, what a line costs, and whether anybody misses a call when the servers are started anew, one
 * after the other, and when one of them is killed. The control comes back without saying what it heard last, and misses.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const flag = (name: string, usual: number) => Number(flags.find((one) => one.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
  const [count, seconds, rate] = [flag('listeners', EVERYBODY), flag('seconds', SECONDS), flag('rate', RATE)]
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const owner = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await owner.connect()
  const ports = [await freePort(), await freePort()]
  const inspectors = [await freePort(), await freePort()]
  const start = (at: number) => startServer(database.url, dataDir, { PORT: String(ports[at]), NODE_OPTIONS: `--inspect=127.0.0.1:${inspectors[at]} --inspect-publish-uid=http` })
  const servers: RunningServer[] = []
  let crowd: Crowd | undefined
  const { db } = openDatabase(database.url, { poolSize: 8, applicationName: 'bench callers' })
  try {
    say('making the world')
    await migrate(database.url)
    const rooms = await makeWorld(owner, count)
    servers.push(await start(0), await start(1))
    crowd = gatherCrowd(PROCESSES, ports)
    const listeners = everybody(count, rooms)
    const memory = await connect(crowd, listeners, () => settledKib(servers, inspectors), say)
    const caller = startCalling(db, rooms, rate)
    await pause(seconds * 1000)
    const steady = caller.calls.length
    say(`${steady} calls; now both servers are started anew, one after the other`)
    const again: number[] = []
    for (const at of [0, 1]) {
      await servers[at]!.stop()
      servers[at] = await start(at)
    }
    again.push(await everybodyBack(crowd, listeners.length))
    say(`everybody is back after ${again[0]} s; now one is killed`)
    process.kill(servers[0]!.pid, 'SIGKILL')
    await pause(3000)
    servers[0] = await start(0)
    again.push(await everybodyBack(crowd, listeners.length))
    say(`everybody is back after ${again[1]} s`)
    await pause(3000)
    await caller.stop()
    await pause(4000)
    for (const failure of new Set(caller.failures)) say(`a call failed: ${failure}`)
    const heard = await crowd.report()
    return resultOf({ listeners, calls: caller.calls, steady, heard, memory, again, failures: caller.failures.length })
  } finally {
    crowd?.stop()
    await Promise.all(servers.map((server) => server.stop()))
    await closeDatabase(db)
    await owner.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Boards follow their zone; a phone follows its owner and the line it stands in. */
function everybody(count: number, rooms: readonly Room[]): Listener[] {
  const boards = Math.round(count * BOARDS)
  const board = (at: number, isForgetful: boolean): Listener => {
    const { institutionId, zoneId } = rooms[(at * 4) % rooms.length]!
    return { topics: `board:${institutionId}:${zoneId}`, token: null, isForgetful }
  }
  return [
    ...Array.from({ length: boards }, (_, at) => board(at, false)),
    ...Array.from({ length: count - boards }, (_, at): Listener => {
      const { institutionId, queueId } = rooms[at % rooms.length]!
      return { topics: `person:${personId(at)},queue:${institutionId}:${queueId}`, token: tokenOf(at), isForgetful: false }
    }),
    ...Array.from({ length: Math.min(FORGETFUL, boards) }, (_, at) => board(at, true)),
  ]
}

/** KiB a line costs the two servers: what they grew by, over all lines but the first. */
async function connect(crowd: Crowd, listeners: readonly Listener[], settled: () => Promise<number>, say: (line: string) => void): Promise<number> {
  // Some of the phones first: they are the dearest to open.
  crowd.join(listeners.slice(0, WARM), 50)
  await everybodyBack(crowd, WARM)
  const before = await settled()
  crowd.join(listeners.slice(WARM), 400)
  const took = await everybodyBack(crowd, listeners.length)
  const perLine = ((await settled()) - before) / (listeners.length - WARM)
  say(`${listeners.length} lines are open after ${took} s, ${perLine.toFixed(1)} KiB each`)
  return perLine
}

/** Resident memory once the garbage of opening is cleared away, which a quiet process does by itself only after a while. */
async function settledKib(servers: readonly RunningServer[], inspectors: readonly number[]): Promise<number> {
  await pause(3000)
  for (let round = 0; round < 3; round++) await Promise.all(inspectors.map(collectGarbage))
  await pause(3000)
  return residentKib(servers)
}

async function collectGarbage(port: number): Promise<void> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[]
  const wire = new WebSocket(target!.webSocketDebuggerUrl)
  await new Promise((resolve) => { wire.addEventListener('open', resolve, { once: true }) })
  const done = new Promise((resolve) => { wire.addEventListener('message', resolve, { once: true }) })
  wire.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }))
  await done
  wire.close()
}

function residentKib(servers: readonly RunningServer[]): number {
  return servers.reduce((sum, { pid }) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]), 0)
}

/** Seconds until so many lines are open; gives up after two minutes. */
async function everybodyBack(crowd: Crowd, count: number): Promise<number> {
  const began = performance.now()
  await pause(1000)
  while (crowd.openNow() < count) {
    if (performance.now() - began > 120_000) throw new Error(`only ${crowd.openNow()} of ${count} lines are open`)
    await pause(100)
  }
  return Math.round((performance.now() - began) / 100) / 10
}

interface Measured {
  readonly listeners: readonly Listener[]
  readonly calls: readonly Call[]
  /** So many calls were made before anybody was cut off. */
  readonly steady: number
  readonly heard: Awaited<ReturnType<Crowd['report']>>
  readonly memory: number
  readonly again: readonly number[]
  readonly failures: number
}

function resultOf({ listeners, calls, steady, heard, memory, again, failures }: Measured): BenchResult {
  const byTopic = new Map<string, { readonly call: Call; readonly isSteady: boolean }[]>()
  calls.forEach((call, at) => {
    for (const topic of [`board:${call.room.institutionId}:${call.room.zoneId}`, `person:${call.holderId}`]) byTopic.set(topic, [...(byTopic.get(topic) ?? []), { call, isSteady: at < steady }])
  })
  const [toScreen, missed] = [[] as number[], { everybody: 0, forgetful: 0, foreign: 0 }]
  listeners.forEach((listener, at) => {
    const told = new Map(heard.heard[at])
    const due = listener.topics.split(',').flatMap((topic) => byTopic.get(topic) ?? [])
    for (const { call, isSteady } of due) {
      const moment = told.get(call.key)
      if (moment === undefined) missed[listener.isForgetful ? 'forgetful' : 'everybody'] += 1
      else if (isSteady) toScreen.push(moment - call.at)
    }
    const keys = new Set(due.map(({ call }) => call.key))
    missed.foreign += [...told.keys()].filter((key) => !keys.has(key)).length
  })
  const sorted = toScreen.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)
  return {
    ratios: {},
    invariants: {
      missed_after_reconnect: missed.everybody,
      told_twice: heard.twice,
      told_of_another_zone_or_person: missed.foreign,
      calls_that_failed: failures,
      control_without_last_event_id_missed_nothing: Number(missed.forgetful === 0),
    },
    figures: {
      'call_to_screen.p95_ms': { value: at(0.95), unit: 'ms from before the commit to the client process' },
      'call_to_screen.p50_ms': { value: at(0.5), unit: 'ms' },
      'call_to_screen.p99_ms': { value: at(0.99), unit: 'ms' },
      'memory.kib_per_connection': { value: Math.round(memory * 10) / 10, unit: 'KiB of resident memory of both servers, garbage collected' },
      lines: { value: listeners.length, unit: 'open at once' },
      calls: { value: calls.length, unit: 'in all' },
      messages: { value: heard.messages, unit: 'at the screens' },
      back_after_both_restarted: { value: again[0] ?? Number.NaN, unit: 's until everybody was back' },
      back_after_one_was_killed: { value: again[1] ?? Number.NaN, unit: 's' },
      reconnects: { value: heard.reconnects, unit: 'in all' },
      control_missed: { value: missed.forgetful, unit: 'calls by those who came back without Last-Event-ID' },
    },
  }
}
