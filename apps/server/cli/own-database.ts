import pg from 'pg'
import { CannotStart, systemCode } from '#platform/database/embedded/index.ts'

const leastVersion = 150_000

/** Checks that the PostgreSQL named by DATABASE_URL answers and is recent enough, and explains it when not. */
export async function demandDatabase(url: string): Promise<void> {
  const place = describe(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; name: string }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as name`,
    )
    if ((rows[0]?.version ?? 0) < leastVersion) throw new CannotStart(`The database at ${place} is PostgreSQL ${rows[0]?.name}; Liuxin needs 15 or later.`)
  } catch (error) {
    if (error instanceof CannotStart) throw error
    const code = systemCode(error)
    const reasons: Record<string, string> = {
      ECONNREFUSED: 'nothing listens there',
      ENOTFOUND: 'the host is not known',
      EAI_AGAIN: 'the host is not known',
      '28P01': 'the user or password is wrong',
      '28000': 'the server does not let this user in',
      '3D000': 'the database does not exist; create it first',
    }
    throw new CannotStart(`The database at ${place} (DATABASE_URL) cannot be reached: ${reasons[code] ?? code}.`, { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Without the password. */
function describe(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'the local socket'}${port ? `:${port}` : ''}${pathname}`
}
