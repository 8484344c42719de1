import { totalmem } from 'node:os'

export type Tuning = Readonly<Record<string, string>>

const mebibyte = 1024 * 1024

/** Settings for a machine that PostgreSQL shares with the rest of the product. */
export function tuned(): Tuning {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  const share = (part: number, least: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, (memory / mebibyte) * part)))}MB`
  return {
    shared_buffers: share(0.15, 64, 4096),
    effective_cache_size: share(0.5, 256, 65_536),
    work_mem: share(0.002, 4, 32),
    maintenance_work_mem: share(0.03, 64, 512),
    max_connections: '200',
    // A booking that was answered survives a power cut.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_wal_size: '2GB',
    // Plans made while tables were empty are replaced soon after the first rush.
    autovacuum_naptime: '5s',
    checkpoint_timeout: '15min',
    // Our statements are short: compiling them costs more than running them.
    jit: 'off',
    random_page_cost: '1.1',
    idle_in_transaction_session_timeout: '60s',
    log_min_duration_statement: '1000',
  }
}

/** What tests may give up: only speed depends on it, as long as the machine stays up. */
export const forgetful: Tuning = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '256MB',
  log_min_duration_statement: '-1',
}
