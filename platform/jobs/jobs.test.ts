import { sql } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, afterEach, expect, test } from 'vitest'
import { systemClock } from '#platform/clock/index.ts'
import { loadConfig } from '#platform/config/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { announce, type Reaction } from '#platform/events/index.ts'
import { createLive } from '#platform/realtime/index.ts'
import type { Services } from '#platform/services.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { type Jobs, react, runJobs } from './run-jobs.ts'
import type { Task } from './task.ts'

const { db, owner, url } = await testDatabase()
const ownerPool = new pg.Pool({ connectionString: url, max: 12 })
ownerPool.on('error', () => {})
const log = pino({ level: 'silent' })
const services: Services = {
  db, pool: ownerPool, log, clock: systemClock, live: createLive(ownerPool, log), config: loadConfig({ DEMO: 'on', DATABASE_URL: url }),
}
const running: Jobs[] = []
const worker = async (reactions: readonly Reaction[], tasks: readonly Task[] = []) => {
  const jobs = await runJobs(services, ownerPool, reactions, tasks)
  running.push(jobs)
  return jobs
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()))
})
afterAll(() => ownerPool.end())

await sql`create table public.effect (what text not null)`.execute(owner)
await sql`grant all on public.effect to liuxin_app`.execute(owner)
const effects = async () => (await sql<{ what: string }>`select what from public.effect order by what`.execute(owner)).rows.map((row) => row.what)
const leaveEffect: Reaction = {
  name: 'sample.leave-effect',
  on: ['sample.happened.v1'],
  run: async (tx, _context, event) => {
    await sql`insert into public.effect values (${String(event.payload['what'])})`.execute(tx)
  },
}
const context = systemContext('test', new Date())
const happen = (what: string) => inTransaction(db, context, (tx) => announce(tx, context, { type: 'sample.happened.v1', payload: { what } }))

test('each event reaches its reaction once, with two workers running', async () => {
  await worker([leaveEffect])
  await worker([leaveEffect])
  await Promise.all(Array.from({ length: 30 }, (_, i) => happen(`two-${String(i).padStart(2, '0')}`)))
  await expect.poll(effects, { timeout: 15_000 }).toHaveLength(30)
  expect(new Set(await effects()).size).toBe(30)
})

test('what happened while no worker ran is not forgotten', async () => {
  await sql`truncate public.effect`.execute(owner)
  await happen('while-away')
  await worker([leaveEffect])
  await expect.poll(effects, { timeout: 10_000 }).toEqual(['while-away'])
})

test('a reaction that fails leaves nothing, is tried again, and then has its effect once', async () => {
  await sql`truncate public.effect`.execute(owner)
  let failures = 1
  await worker([{
    name: 'sample.fail-once',
    on: ['sample.happened.v1'],
    run: async (tx) => {
      await sql`insert into public.effect values ('tried')`.execute(tx)
      if (failures-- > 0) throw new Error('not yet')
    },
  }])
  await happen('again')
  await expect.poll(effects, { timeout: 20_000 }).toEqual(['tried'])
})

test('an event delivered twice has its effect once', async () => {
  await sql`truncate public.effect`.execute(owner)
  await happen('doubled')
  const id = (await sql<{ id: number }>`select id from platform.event where payload ->> 'what' = 'doubled'`.execute(owner)).rows[0]!.id
  await Promise.all([react(services, leaveEffect, id), react(services, leaveEffect, id), react(services, leaveEffect, id)])
  expect(await effects()).toEqual(['doubled'])
})

test('a timed task runs in one worker at a time, and goes on after it failed', async () => {
  let [atOnce, most, runs] = [0, 0, 0]
  const task: Task = {
    name: 'sample.tick',
    everySeconds: 0.02,
    run: async () => {
      runs++
      most = Math.max(most, ++atOnce)
      await new Promise((resolve) => setTimeout(resolve, 30))
      atOnce--
      if (runs === 1) throw new Error('once')
    },
  }
  await worker([], [task])
  await worker([], [task])
  await expect.poll(() => runs, { timeout: 5_000 }).toBeGreaterThan(4)
  expect(most).toBe(1)
})
