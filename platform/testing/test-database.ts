import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { closeDatabase, openDatabase, type Db } from '#platform/database/index.ts'
import { named, TEMPLATE } from './test-cluster.ts'

export interface TestDatabase {
  readonly url: string
  /** Works as the application does: row-level security binds it. */
  readonly db: Db
  /** Owns everything: for arranging what a test needs, and for looking behind the curtain. */
  readonly owner: Db
}

/**
 * A migrated PostgreSQL database for this test file alone, dropped after its last test.
 * The file fails when it leaves a connection open, since such a file would hang a server's shutdown too.
 *
 *     const { db } = await testDatabase()
 */
export async function testDatabase({ poolSize = 20 }: { readonly poolSize?: number } = {}): Promise<TestDatabase> {
  const templateUrl = inject('templateUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(templateUrl, (client) => client.query(`create database ${name} template ${TEMPLATE}`))
  const url = named(templateUrl, name)
  const { db } = openDatabase(url, { poolSize, applicationName: 'test' })
  const { db: owner } = openDatabase(url, { poolSize: 5, applicationName: 'test-owner', role: null })
  afterAll(async () => {
    await Promise.all([closeDatabase(db), closeDatabase(owner)])
    await onServer(templateUrl, async (client) => {
      const leaked = await connectionsLeft(client, name)
      await client.query(`drop database ${name} with (force)`)
      if (leaked.length > 0) throw new Error(`This file left ${leaked.length} connection(s) open: ${leaked.join(', ')}.`)
    })
  }, 30_000)
  return { url, db, owner }
}

async function onServer(templateUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(named(templateUrl, 'postgres'))
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** A connection that was closed a moment ago may still be seen: only those that stay are leaks. */
async function connectionsLeft(client: pg.Client, database: string): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ what: string }>(
      `select coalesce(nullif(application_name, ''), 'unnamed') || ' (' || coalesce(left(query, 60), '') || ')' as what
         from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    )
    if (rows.length === 0 || attempt === 20) return rows.map((row) => row.what)
    await pause(50)
  }
}
