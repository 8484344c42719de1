import type { Logger } from 'pino'
import type { Pool } from 'pg'
import type { Clock } from './clock/index.ts'
import type { Config } from './config/index.ts'
import type { Db } from './database/index.ts'
import type { Live } from './realtime/live.ts'

/** What a process has, made once at start and handed down. Nothing here is reached for globally. */
export interface Services {
  readonly db: Db
  /** Connections as the application's role, for prepared hot statements. */
  readonly pool: Pool
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  /** Events as they commit, in this process. */
  readonly live: Live
}
