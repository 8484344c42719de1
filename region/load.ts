import { availableParallelism } from 'node:os'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { unpublishedYears, workDays } from '#engines/capacity/index.ts'
import { hashPassword } from '#journey/throughout/access/index.ts'
import { installLists } from '#journey/throughout/directory/index.ts'
import { installStarterDiagnoses } from '#journey/throughout/terminology/index.ts'
import { addClient } from '#journey/throughout/integration/index.ts'
import { usualScopes } from '#journey/throughout/integration/contract.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { CannotStart } from '#platform/database/embedded/index.ts'
import { closeDatabase, openDatabase } from '#platform/database/index.ts'
import { csvRecords } from '#platform/text/index.ts'
import { copyBlocks, copyRows } from './copy.ts'
import { DEMO_PASSWORD, demoRelations } from './data/demo-people.ts'
import { demoIntegrator } from './data/demo-integrator.ts'
import { personCount } from './demo.ts'
import { hospitalRows, type HospitalRows } from './generate/hospital-rows.ts'
import type { Subject } from './generate/departments.ts'
import { districtRows, hospitalsOf, type RegionSize } from './generate/places.ts'
import { partnerRows, teamRows } from './generate/partners.ts'
import { personAt } from './generate/persons.ts'
import { readPrices } from './generate/prices.ts'
import { showPlans } from './plans.ts'
import { showOperations } from './operations.ts'
import { showReleases } from './releases.ts'
import { showSettlement } from './settlement.ts'
import { centreStaffRows, staffRows } from './generate/staff.ts'
import { fromThisThread, fromThreads } from './person-source.ts'
import type { ThreadKeys } from './person-thread.ts'
import { tables } from './tables.ts'

export type { RegionSize } from './generate/places.ts'

export interface LoadRegion {
  /** The schema's owner: rows of every module are written. */
  readonly url: string
  readonly size: RegionSize
  readonly seed?: string
  readonly now?: Date
  /** Given: people of a large region are encrypted in threads beside this one. Otherwise with this process's keys, in it. */
  readonly keys?: ThreadKeys
  /** Stop after this phase: a benchmark of the directory needs no people. */
  readonly until?: 'places' | 'persons' | 'sessions'
  readonly onProgress?: (text: string) => void
}

export interface LoadedRegion {
  /** False: it was there already. */
  readonly loaded: boolean
  readonly rows: number
  readonly seconds: number
}

interface State {
  readonly size: RegionSize
  readonly seed: string
  readonly at: string
  readonly places: boolean
  readonly persons: number
  readonly institutionsWithSessions: number
  readonly done: boolean
}

/** Sessions exist this many days ahead, counted from the day of loading; the worker then keeps them so. */
const SESSION_DAYS = 28
/** People are committed in ranges of this size: what a killed load had finished is not done again. */
const RANGE = 20_000

/**
 * Loads the sample region: a made-up city with hospitals, doctors, prices, sessions and people, the same for the same seed.
 *
 * Every phase commits whole together with the note that it is done, so a load that was killed goes on where it was; one
 * that is complete is left alone. Throws when the database holds a region of another size or seed.
 */
export async function loadRegion({ url, size, seed = 'linxi', now = new Date(), keys, until = 'sessions', onProgress = () => {} }: LoadRegion): Promise<LoadedRegion> {
  const client = new pg.Client({ connectionString: url, application_name: 'liuxin region', options: '-c timezone=Asia/Shanghai -c synchronous_commit=off' })
  client.on('error', () => {}) // the query under way reports it
  await client.connect()
  try {
    // A second load waits for the first, and then finds it done.
    await client.query('select pg_advisory_lock(7406010)')
    const state = await readState(client, { size, seed, now })
    if (state.done) return { loaded: false, rows: 0, seconds: 0 }
    const progress = counter(onProgress)
    await installReferenceLists(url, now)
    const at = new Date(state.at)
    if (!state.places) await loadPlaces(client, { state, at, progress })
    if (until !== 'places') await loadPersons(client, { state, at, keys, progress })
    if (until === 'sessions') {
      await loadSessions(client, { state, now, progress })
      if (size === 'small') await letDemoIntegratorIn(url, state, now)
      if (size === 'small') await showReleases(url, now)
      if (size === 'small') await showOperations(url, { seed, now })
      if (size === 'small') await showPlans(url, { seed, size, now, subjects: await readSubjects() })
      await showSettlement(url, { seed, size, now })
      await client.query(`update platform.setting set value = value || '{"done": true}' where name = 'region'`)
    }
    await client.query('analyze')
    return { loaded: true, rows: progress.rows(), seconds: progress.seconds() }
  } finally {
    await client.end()
  }
}

async function readState(client: pg.Client, { size, seed, now }: { size: RegionSize; seed: string; now: Date }): Promise<State> {
  const fresh: State = { size, seed, at: now.toISOString(), places: false, persons: 0, institutionsWithSessions: 0, done: false }
  await client.query(`insert into platform.setting (name, value) values ('region', $1) on conflict (name) do nothing`, [JSON.stringify(fresh)])
  const { rows } = await client.query<{ value: State }>(`select value from platform.setting where name = 'region'`)
  const state = rows[0]!.value
  if (state.size !== size || state.seed !== seed) {
    throw new CannotStart(`This database holds the sample region "${state.size}" (seed ${state.seed}). For "${size}" use another DATA_DIR or database.`)
  }
  return state
}

interface Progress {
  add(rows: number, what: string, done?: number, of?: number): void
  rows(): number
  seconds(): number
}

function counter(onProgress: (text: string) => void): Progress {
  const began = performance.now()
  let rows = 0
  const seconds = (): number => (performance.now() - began) / 1000
  return {
    rows: () => rows,
    seconds,
    add(more, what, done, of) {
      rows += more
      const share = done !== undefined && of ? ` ${bar(done / of)} ${Math.floor((100 * done) / of)} %` : ''
      onProgress(`${what}${share}, ${rows.toLocaleString('en')} rows, ${Math.round(rows / Math.max(seconds(), 0.001)).toLocaleString('en')}/s`)
    },
  }
}

function bar(share: number): string {
  const filled = Math.round(share * 20)
  return '█'.repeat(filled) + '░'.repeat(20 - filled)
}

async function installReferenceLists(url: string, now: Date): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin region', role: null })
  try {
    await db.transaction().execute(async (tx) => {
      await installLists(tx)
      await installStarterDiagnoses(tx, now)
    })
  } finally {
    await closeDatabase(db)
  }
}

/** Once, however often a load that was stopped goes on. */
async function letDemoIntegratorIn(url: string, { seed, size }: State, now: Date): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin region', role: null })
  const { clientId, name, publicKey } = demoIntegrator
  try {
    await db.transaction().execute(async (tx) => {
      await sql`delete from integration.client where client_id = ${clientId}`.execute(tx)
      await addClient(tx, systemContext('region', now), {
        clientId, name, contact: 'docs/fhir.md', scopes: [...usualScopes], jwks: { keys: [publicKey] }, institutionId: 0,
        institutions: hospitalsOf(seed, size).map((hospital) => hospital.id), demo: true,
      })
    })
  } finally {
    await closeDatabase(db)
  }
}

async function inOne(client: pg.Client, done: Partial<State>, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await underForcedSecurity(client, work)
    await client.query(`update platform.setting set value = value || $1 where name = 'region'`, [JSON.stringify(done)])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/**
 * PostgreSQL refuses COPY into tables whose row-level security is forced upon their owner too, unless the owner is a
 * superuser. Within this transaction, and seen by nobody else, the force is lifted from them and put back.
 */
async function underForcedSecurity(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select c.oid::regclass::text as table from pg_class c join pg_roles r on r.rolname = current_user
      where c.relforcerowsecurity and c.relowner = r.oid and not r.rolsuper and not r.rolbypassrls`)
  for (const { table } of rows) await client.query(`alter table ${table} no force row level security`)
  await work()
  // What waits for the commit is checked now: a table that something waits on cannot be altered.
  await client.query('set constraints all immediate')
  for (const { table } of rows) await client.query(`alter table ${table} force row level security`)
}

const HOSPITAL_TABLES = ['institution', 'campus', 'department', 'room', 'station', 'practitioner', 'service', 'price', 'pool', 'template'] as const

async function loadPlaces(client: pg.Client, { state, at, progress }: { state: State; at: Date; progress: Progress }): Promise<void> {
  const { seed, size } = state
  const subjects = await readSubjects()
  const prices = await readPrices()
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await inOne(client, { places: true }, async () => {
    progress.add(await copyRows(client, tables.district, districtRows()), 'districts')
    const all: HospitalRows[] = []
    const staff = hospitalsOf(seed, size).flatMap((hospital) => {
      const rows = hospitalRows({ seed, size, subjects, prices, day: localDay(at) }, hospital)
      all.push(rows)
      return staffRows(seed, hospital, rows.practitioners, passwordHash, at)
    }).concat(centreStaffRows(seed, passwordHash, at))
    for (const name of HOSPITAL_TABLES) progress.add(await copyRows(client, tables[name], all.flatMap((rows) => rows[name])), 'hospitals')
    const hospitals = hospitalsOf(seed, size)
    progress.add(await copyRows(client, tables.partner, partnerRows(hospitals, localDay(at))), 'partners')
    progress.add(await copyRows(client, tables.team, teamRows(all, at).team), 'teams')
    progress.add(await copyRows(client, tables.teamMember, teamRows(all, at).member), 'teams')
    await client.query(`select setval(pg_get_serial_sequence('booking.team', 'id'), 1000)`)
    // The copied patterns bring their numbers along: new ones begin after them.
    await client.query(`select setval(pg_get_serial_sequence('capacity.template', 'id'), coalesce(max(id), 1)) from capacity.template`)
    progress.add(await copyRows(client, tables.staffAccount, staff.map((each) => each.account)), 'staff')
    progress.add(await copyRows(client, tables.staffRole, staff.map((each) => each.role)), 'staff')
  })
  // Plans made for empty tables join thousands of sessions row by row: twenty times slower.
  await client.query('analyze')
}

async function readSubjects(): Promise<Map<string, Subject>> {
  const text = await readFile(new URL('../journey/throughout/directory/lists/diagnosis-subjects.csv', import.meta.url), 'utf8')
  return new Map(csvRecords(text).map((row) => [row['code']!, row as unknown as Subject]))
}

interface PersonsPhase {
  readonly state: State
  readonly at: Date
  readonly keys: ThreadKeys | undefined
  readonly progress: Progress
}

async function loadPersons(client: pg.Client, { state, at, keys, progress }: PersonsPhase): Promise<void> {
  const { seed, size } = state
  const total = personCount[size]
  const ranges = []
  for (let from = state.persons; from < total; from += RANGE) ranges.push({ seed, size, at, from, to: Math.min(from + RANGE, total) })
  const source = keys && ranges.length > 1 ? fromThreads(keys, Math.max(1, availableParallelism() - 1)) : fromThisThread
  for await (const { range, blocks } of source.ranges(ranges)) {
    await inOne(client, { persons: range.to }, async () => {
      let rows = await copyBlocks(client, tables.person, blocks.person)
      rows += await copyBlocks(client, tables.document, blocks.document)
      if (blocks.account.length > 0) rows += await copyBlocks(client, tables.patientAccount, blocks.account)
      if (range.from === 0) rows += await copyRows(client, tables.relation, relationRows(seed, at))
      progress.add(rows, 'people', range.to, total)
    })
  }
}

function relationRows(seed: string, at: Date): (readonly unknown[])[] {
  return demoRelations.map(({ person, proxy, kind, expires }) => [
    personAt(seed, person).personId, personAt(seed, proxy).personId, kind, ['book', 'pay', 'follow'], 'active', at, at, new Date(`${expires}T00:00:00+08:00`),
  ])
}

async function loadSessions(client: pg.Client, { state, now, progress }: { state: State; now: Date; progress: Progress }): Promise<void> {
  const days = workDays(localDay(now), SESSION_DAYS)
  for (const year of unpublishedYears(days)) progress.add(0, `holidays of ${year} are not published yet, its days are plain weekdays`)
  const hospitals = hospitalsOf(state.seed, state.size)
  for (const [turn, hospital] of hospitals.entries()) {
    if (turn < state.institutionsWithSessions) continue
    await inOne(client, { institutionsWithSessions: turn + 1 }, async () => {
      const { rows } = await client.query<{ sessions: number; periods: number }>('select * from capacity.generate($1, $2::date[], $3::integer[])', [
        hospital.id, days.map((each) => each.day), days.map((each) => each.weekday),
      ])
      progress.add(rows[0]!.sessions + rows[0]!.periods, 'sessions', turn + 1, hospitals.length)
    })
    if (turn === 0) await client.query('analyze capacity.session, capacity.period, capacity.allotment')
  }
}
