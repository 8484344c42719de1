import { sql } from 'kysely'
import type { Db } from '#platform/database/index.ts'
import { DeviceState, type DeviceJob, type DeviceSignal } from '../contract.ts'

/** How a machine leaves the factory: everything works. */
const FRESH: DeviceState = { reader: 'ready', scanner: 'ready', printer: 'ready', cash: 'ready' }

export interface Paper {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly at: Date
}

/** The simulated insides of one machine; kept in the database, so that every process shows the same. */
export async function stateOf(db: Db, machine: string): Promise<DeviceState> {
  const { rows } = await sql<{ state: unknown }>`select state from simulator.kiosk_device where machine = ${machine}`.execute(db)
  return rows[0] ? DeviceState.parse(rows[0].state) : FRESH
}

export async function signal(db: Db, machine: string, what: DeviceSignal): Promise<void> {
  await sql`insert into simulator.kiosk_signal (machine, signal) values (${machine}, ${JSON.stringify(what)})`.execute(db)
  // A document that was shown a minute ago is nobody's business any more.
  await sql`delete from simulator.kiosk_signal where machine = ${machine} and at < now() - interval '1 minute'`.execute(db)
}

/** Somebody opens the machine: paper in, paper out, a jam. A print that waited for paper comes out once there is some. */
export async function setState(db: Db, machine: string, change: Partial<DeviceState>): Promise<void> {
  const state = { ...(await stateOf(db, machine)), ...change }
  await sql`insert into simulator.kiosk_device (machine, state) values (${machine}, ${JSON.stringify(state)})
    on conflict (machine) do update set state = excluded.state`.execute(db)
  await signal(db, machine, { type: 'state', state })
  if (state.printer !== 'ready' && state.printer !== 'paper-low') return
  const { rows } = await sql<{ id: string }>`update simulator.kiosk_paper set state = 'printed', at = now() where machine = ${machine} and state in ('paper-out', 'jam') returning id`.execute(db)
  for (const { id } of rows) await signal(db, machine, { type: 'job', jobId: id, state: 'printed' })
}

/** Prints, or says why it does not. What came out is kept, so that a person and a test can look at it. */
export async function print(db: Db, machine: string, { jobId, title, pdf, lines }: DeviceJob): Promise<void> {
  const { printer } = await stateOf(db, machine)
  const state = printer === 'paper-out' || printer === 'jam' ? printer : 'printed'
  const content = pdf === undefined ? Buffer.from((lines ?? []).join('\n'), 'utf8') : Buffer.from(pdf, 'base64')
  await sql`insert into simulator.kiosk_paper (machine, id, title, state, content, mime, at)
    values (${machine}, ${jobId}, ${title}, ${state}, ${content}, ${pdf === undefined ? 'text/plain; charset=utf-8' : 'application/pdf'}, now())
    on conflict (machine, id) do nothing`.execute(db)
  await signal(db, machine, { type: 'job', jobId, state: 'printing' })
  await signal(db, machine, { type: 'job', jobId, state })
}

export async function papersOf(db: Db, machine: string): Promise<Paper[]> {
  return (await sql<Paper>`select id, title, state, at from simulator.kiosk_paper where machine = ${machine} order by at desc limit 20`.execute(db)).rows
}

export async function paperContent(db: Db, machine: string, id: string): Promise<{ content: Buffer; mime: string } | undefined> {
  return (await sql<{ content: Buffer; mime: string }>`select content, mime from simulator.kiosk_paper where machine = ${machine} and id = ${id}`.execute(db)).rows[0]
}

export async function signalsAfter(db: Db, machine: string, after: number): Promise<{ id: number; signal: DeviceSignal }[]> {
  return (await sql<{ id: number; signal: DeviceSignal }>`select id, signal from simulator.kiosk_signal where machine = ${machine} and id > ${after} order by id limit 50`.execute(db)).rows
}

export async function newestSignal(db: Db, machine: string): Promise<number> {
  return (await sql<{ id: number }>`select coalesce(max(id), 0) as id from simulator.kiosk_signal where machine = ${machine}`.execute(db)).rows[0]?.id ?? 0
}
