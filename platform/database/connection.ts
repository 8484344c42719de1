import { type Kysely as KyselyType, Kysely, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './database.generated.ts'
import { EagerDialect } from './driver.ts'

export type Database = DB
export type Db = KyselyType<Database>
/** A transaction the caller opened and will end. Inside: database only, nothing external. */
export type Tx = Transaction<Database>

// Sums of cents and identities stay far below 2^53; a JS number is exact there and reads better than a string.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} does not fit a number`)
  return value
})
// A date is a local calendar day, not an instant: keep it as YYYY-MM-DD.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** The role the application works as: it owns nothing and row-level security binds it. */
export const APP_ROLE = 'liuxin_app'

export interface OpenOptions {
  readonly poolSize: number
  readonly applicationName: string
  /** null: work as the connection's own user (migrations, imports). */
  readonly role?: string | null
}

/** Statements are sent as they come, not each after the other's answer (PostgreSQL answers them in order). The driver's types do not know it yet. */
const AS_THEY_COME = { pipeline: true }

const pools = new WeakMap<Db, pg.Pool>()

/** Opens a pool of connections bound to the application's role, in the region's calendar. */
export function openDatabase(url: string, options: OpenOptions): { db: Db; pool: pg.Pool } {
  const role = options.role === undefined ? APP_ROLE : options.role
  const settings = ['-c timezone=Asia/Shanghai', '-c jit=off', ...(role ? [`-c role=${role}`] : [])]
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize,
    application_name: options.applicationName,
    options: settings.join(' '),
    // A connection that rests keeps the plans of the hot statements; making them anew costs more than a hundred bookings.
    idleTimeoutMillis: 600_000,
    connectionTimeoutMillis: 10_000,
    ...AS_THEY_COME,
  })
  // An idle connection that breaks (database restarted) is replaced by the pool; the next query reports real trouble.
  pool.on('error', () => {})
  // One that breaks between two statements of a transaction would otherwise end the process; its next statement reports it.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db: Db = new Kysely<Database>({ dialect: new EagerDialect(pool) })
  pools.set(db, pool)
  return { db, pool }
}

/** The connections behind a database: for the few hot statements that are prepared by name, one call and one transaction each. */
export function poolOf(db: Db): pg.Pool {
  return pools.get(db)!
}

export async function closeDatabase(db: Db): Promise<void> {
  await db.destroy()
  // Kysely ends only a pool it has used; somebody may have used the pool alone.
  const pool = pools.get(db)
  if (pool && !pool.ended && !pool.ending) await pool.end()
}
