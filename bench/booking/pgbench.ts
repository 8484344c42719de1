import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CROWD, NOW, PEOPLE, PERIODS_A_DAY } from './world.ts'

/** Says what to install when PostgreSQL's own load generator is not there. */
export function requirePgbench(): void {
  const found = spawnSync('pgbench', ['--version'], { encoding: 'utf8' })
  if (found.status === 0) return
  throw new Error('pgbench is not installed. It comes with PostgreSQL: on Debian and Ubuntu `apt-get install postgresql-contrib`, on Fedora `dnf install postgresql-contrib`.')
}

const wish = (person: string, period: string) => `json_build_array(json_build_object('institution_id', 2, 'id', gen_random_uuid(), 'person_id', ${person},
  'period_id', ${period}, 'pool', 'public', 'cancel_days', 1, 'cancel_at', '21:00', 'note', '', 'actor_kind', 'patient', 'actor_id', ${person}::text,
  'channel', 'web', 'purpose', 'booking', 'request_id', gen_random_uuid(), 'key', gen_random_uuid(), 'hash', 'aa', 'device', null,
  'person_department_day', 1, 'person_doctor_day', 1, 'person_open', 1000, 'account_day', 1000, 'account_people', 6,
  'today_from', '2026-11-22T00:00:00+08:00', 'people_from', '2026-10-23T00:00:00+08:00'))`
const person = (n: string) => `('00000002-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
const call = (given: string, person: string) =>
  `select outcome from (select nextval('bench_turn') as k) t, booking.book_batch(${given}, array[${person}], array[${person}::text], '${NOW}') b;\n`

/** The very function the server calls, one booking a call, each turn another person and period. */
export function writeScripts(folder: string, hotPeriodId: number): { spread: string; hot: string; naive: string } {
  const scripts = { spread: join(folder, 'spread.sql'), hot: join(folder, 'hot.sql'), naive: join(folder, 'naive.sql') }
  const one = person(`k % ${CROWD}`)
  writeFileSync(scripts.spread, call(wish(one, `2000000 + (k / ${PEOPLE}) * ${PERIODS_A_DAY} + (k % ${PEOPLE}) % ${PERIODS_A_DAY} + 1`), one))
  writeFileSync(scripts.hot, call(wish(person('k'), String(hotPeriodId)), person('k')))
  // Looks first and writes after, as booking is often written.
  writeFileSync(scripts.naive, `begin;\nselect count(*) as taken from bench_naive \\gset\n\\if :taken < 100\ninsert into bench_naive values (1);\n\\endif\ncommit;\n`)
  return scripts
}

export interface PgbenchRun {
  readonly url: string
  readonly script: string
  readonly clients: number
  readonly seconds?: number
  readonly transactions?: number
}

/** Runs a script and says how many transactions a second it made. */
export function pgbench({ url, script, clients, seconds, transactions }: PgbenchRun): Promise<number> {
  const much = transactions === undefined ? ['-T', String(seconds)] : ['-t', String(transactions)]
  return new Promise((resolve, reject) => {
    const child = spawn('pgbench', ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', ...much, '-f', script, url], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', () => {
      const rate = /tps = ([\d.]+) \(without/.exec(said)?.[1]
      if (rate === undefined || /ERROR/.test(said)) reject(new Error(`pgbench failed: ${said.slice(-500)}`))
      else resolve(Number(rate))
    })
  })
}
