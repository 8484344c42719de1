import pg from 'pg'
import { CannotStart, systemCode } from '#platform/database/embedded/index.ts'

interface Answer {
  readonly version: number
  readonly name: string
  readonly user: string
  readonly mayMakeRoles: boolean
}

const leastVersion = 150_000

/** Checks that the PostgreSQL named by DATABASE_URL answers and is recent enough, and explains it when not. */
export async function demandDatabase(url: string): Promise<void> {
  const place = describe(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<Answer>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as name, current_user as "user",
         (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayMakeRoles"`,
    )
    judge(place, rows[0])
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

function judge(place: string, answer: Answer | undefined): void {
  if (!answer) return
  if (answer.version < leastVersion) throw new CannotStart(`The database at ${place} is PostgreSQL ${answer.name}; Liuxin needs 15 or later.`)
  if (!answer.mayMakeRoles) {
    throw new CannotStart(`The user ${answer.user} of ${place} may not make roles, and row-level security needs some. Let an administrator run: alter role "${answer.user}" createrole`)
  }
}

/** Without the password. */
function describe(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'the local socket'}${port ? `:${port}` : ''}${pathname}`
}
