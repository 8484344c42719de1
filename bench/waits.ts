import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { systemClock } from '#platform/clock/index.ts'
import { loadConfig } from '#platform/config/index.ts'
import { closeDatabase, type Db, openDatabase } from '#platform/database/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { createLive } from '#platform/realtime/live.ts'
import type { Services } from '#platform/services.ts'
import { type Assumptions, assumptions, type DayOfInstitution } from '#region/simulate/day/index.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'
import { numberAfter } from './flags.ts'
import { clinicsOfDay, type Judged, judgedOf } from './waits/clinics.ts'
import { Replay, spedUp } from './waits/replay.ts'

const CLINICS = 10
const SPED_UP = 'first, sped up 300 times'
const DAY_MS = 86_400_000
const FIRST = Date.parse('2026-11-24T00:00:00Z')

/** A hospital opens on the platform: nothing is remembered on the first day. After a week, days that surprise it. */
const WEEK: readonly (readonly [string, Partial<Assumptions>])[] = [
  ['first', {}], ['second', {}], ['third', {}], ['fourth', {}], ['fifth', {}], ['ordinary', {}], ['slow', { todayPace: 1.35 }], ['ordinary again', {}], ['fast', { todayPace: 0.75 }],
]
/**
 * Clinics of one hospital, day after day through the product's own operations on PostgreSQL: what people were told at joining and
 * each quarter of an hour against when they were called. The same first day again as a sped-up clock would have it.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const clinics = numberAfter(flags, '--clinics', CLINICS)
  const figures: Record<string, Figure> = {}
  const note = (day: string, { promises, inside, earlier, later, meanWidth }: Judged) => {
    say(`${day}: ${inside.toFixed(2)} of ${promises} inside (${earlier.toFixed(2)} earlier, ${later.toFixed(2)} later), ${meanWidth.toFixed(0)} min wide`)
    figures[`inside.${day}`] = { value: round(inside), unit: `of ${promises}, goal 0.80` }
    figures[`width_mean_minutes.${day}`] = { value: round(meanWidth), unit: 'min' }
  }
  const days = await onDatabase(say, async (services) => {
    const found = new Map<string, Judged>()
    const hospital = new Replay(services, 901)
    for (const [n, [name, changed]] of WEEK.slice(0, numberAfter(flags, '--days', WEEK.length)).entries()) {
      found.set(name, await played(services.db, hospital, n, clinicsOfDay(name, clinics, { ...assumptions, ...changed })))
      note(name, found.get(name)!)
    }
    found.set(SPED_UP, await played(services.db, new Replay(services, 902, spedUp), 0, clinicsOfDay('first', clinics, assumptions)))
    note(SPED_UP, found.get(SPED_UP)!)
    return found
  })
  const atPace = [...days].filter(([name]) => name !== SPED_UP).map(([, day]) => day)
  const promises = atPace.reduce((sum, day) => sum + day.promises, 0)
  return {
    ratios: { inside_at_the_true_pace: atPace.reduce((sum, day) => sum + day.promises * day.inside, 0) / promises, inside_sped_up: days.get(SPED_UP)!.inside },
    invariants: {}, figures,
  }
}

async function played(db: Db, hospital: Replay, n: number, clinics: DayOfInstitution): Promise<Judged> {
  const day = new Date(FIRST + n * DAY_MS).toISOString().slice(0, 10)
  await hospital.play(day, clinics)
  return judgedOf(db, hospital.institutionId, day)
}

async function onDatabase<T>(say: (line: string) => void, work: (services: Services) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const { db, pool } = openDatabase(database.url, { poolSize: 4, applicationName: 'bench' })
  try {
    await migrate(database.url)
    const log = pino({ level: 'error' })
    return await work({ db, pool, config: loadConfig({ DEMO: 'on', DATABASE_URL: database.url }), clock: systemClock, log, live: createLive(pool, log) })
  } finally {
    await closeDatabase(db)
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
