import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Says what to install when PostgreSQL's own load generator is not there. */
export function requirePgbench(): void {
  const found = spawnSync('pgbench', ['--version'], { encoding: 'utf8' })
  if (found.status === 0) return
  throw new Error('pgbench is not installed. It comes with PostgreSQL: on Debian and Ubuntu `apt-get install postgresql-contrib`, on Fedora `dnf install postgresql-contrib`.')
}

interface Wished {
  readonly institutionId: number
  /** SQL that says who, and which period, at the k-th turn. */
  readonly person: string
  readonly period: string
  readonly now: string
}

/** The very function the server calls, one booking a call, each turn another person. */
export function bookingScript(file: string, { institutionId, person, period, now }: Wished): string {
  const wish = `json_build_array(json_build_object('institution_id', ${institutionId}, 'id', gen_random_uuid(), 'person_id', ${person},
  'period_id', ${period}, 'pool', 'public', 'cancel_days', 1, 'cancel_at', '21:00', 'note', '', 'actor_kind', 'patient', 'actor_id', ${person}::text,
  'channel', 'web', 'purpose', 'booking', 'request_id', gen_random_uuid(), 'key', gen_random_uuid(), 'hash', 'aa', 'device', null,
  'person_department_day', 1, 'person_doctor_day', 1, 'person_open', 10, 'account_day', 12, 'account_people', 6,
  'today_from', '2026-11-22T00:00:00+08:00', 'people_from', '2026-10-23T00:00:00+08:00'))`
  writeFileSync(file, `select outcome from (select nextval('bench_turn') as k) t, booking.book_batch(${wish}, array[${person}], array[${person}::text], '${now}') b;\n`)
  return file
}

/** Looks first and writes after, as booking is often written: a hundred rows at most into `bench_naive`. */
export function naiveScript(file: string): string {
  writeFileSync(file, `begin;\nselect count(*) as taken from bench_naive \\gset\n\\if :taken < 100\ninsert into bench_naive values (1);\n\\endif\ncommit;\n`)
  return file
}

/** Rows beyond the hundred there may be, after eight hundred attempts by sixteen clients. */
export async function naiveOversells(url: string, folder: string, rows: () => Promise<number>): Promise<number> {
  await pgbench({ url, script: naiveScript(join(folder, 'naive.sql')), clients: 16, transactions: 50 })
  return (await rows()) - 100
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
