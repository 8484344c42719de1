import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { generateSessions } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, openDatabase } from '#platform/database/index.ts'
import { pgbench } from '../booking/pgbench.ts'

/** Two weeks ahead: what people look at when they look for the next free time. */
const DAYS = 14
const LISTED = 20

/** Sessions of the whole city for two weeks, from its own templates, half of the near ones taken so that a search has to look past them. */
export async function makeSupply(url: string, say: (line: string) => void): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin bench', role: null })
  const client = new pg.Client({ connectionString: url, options: '-c timezone=Asia/Shanghai' })
  await client.connect()
  try {
    const now = new Date()
    const { rows } = await client.query<{ id: number }>('select distinct institution_id as id from capacity.template order by 1')
    let units = 0
    for (const { id } of rows) units += (await inTransaction(db, systemContext('bench', now), (tx) => generateSessions(tx, id, localDay(now), DAYS))).units
    await client.query(`update capacity.allotment a set taken = units from capacity.period p
      where p.institution_id = a.institution_id and p.id = a.period_id and p.starts_at < now() + interval '4 days' and p.id % 2 = 0`)
    await client.query('analyze capacity.period, capacity.allotment, capacity.session')
    say(`${units.toLocaleString('en')} units in ${rows.length} institutions`)
  } finally {
    await client.end()
    await closeDatabase(db)
  }
}

export interface Department {
  readonly institutionId: number
  readonly departmentId: number
}

/** Departments with clinics, in a table of their own for the load generator. */
export async function departmentsFor(client: pg.Pool): Promise<Department[]> {
  await client.query(`create table bench_department as
    select row_number() over () - 1 as n, institution_id, department_id, array_agg(id order by id) as services
    from (select institution_id, department_id, id, row_number() over (partition by institution_id, department_id order by id) as place from directory.service where active) s
    where place <= ${LISTED} group by 2, 3;
    create unique index on bench_department (n)`)
  const { rows } = await client.query<Department>(`select institution_id as "institutionId", department_id as "departmentId" from bench_department order by n`)
  return rows
}

/** The same list by PostgreSQL alone: the next free time of each clinic of a department. */
export function freeTimesByPgbench(url: string, folder: string, departments: number, clients: number, seconds: number): Promise<number> {
  const script = join(folder, 'free-times.sql')
  writeFileSync(script, `\\set n random(0, ${departments - 1})
select u.s, n.* from bench_department d cross join lateral unnest(d.services) u(s)
  cross join lateral capacity.next_free(d.institution_id, u.s, 'public', now()) n where d.n = :n order by n.starts_at;\n`)
  return pgbench({ url, script, clients, seconds })
}
