import type { Db } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { buildSearchIndex, type SearchIndex } from '../search/search-index.ts'
import { readRevision, readSnapshot } from './read-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

export type { Snapshot } from './snapshot.ts'

/** How long a process may go without asking whether the directory changed. */
const TRUSTED_MS = 500

interface Kept {
  current: { snapshot: Snapshot; index: SearchIndex } | undefined
  checkedAt: number
  checking: Promise<{ snapshot: Snapshot; index: SearchIndex }> | undefined
}

const kept = new WeakMap<Db, Kept>()
const calendarDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/**
 * The directory, from this process's memory. It is at most half a second behind the database: a change moves
 * `directory.revision`, one row that costs nothing to ask, and the next reader rereads all. A new day brings its prices.
 */
export async function directory(services: Pick<Services, 'db' | 'clock'>): Promise<{ snapshot: Snapshot; index: SearchIndex }> {
  const day = calendarDay.format(services.clock.now())
  const mine = kept.get(services.db) ?? { current: undefined, checkedAt: 0, checking: undefined }
  kept.set(services.db, mine)
  const isFresh = mine.current?.snapshot.day === day && performance.now() - mine.checkedAt < TRUSTED_MS
  if (isFresh) return mine.current!
  // Readers who come while one asks wait for its answer; everybody's next question starts a new one.
  mine.checking ??= refresh(services.db, mine, day).finally(() => (mine.checking = undefined))
  return mine.checking
}

/**
 * The directory as this process has it, without asking whether it changed: for work inside a transaction. Whoever holds a
 * connection must not wait for another; ask {@link directory} before the transaction begins.
 */
export async function directoryAtHand(services: Pick<Services, 'db' | 'clock'>): Promise<Snapshot> {
  const known = kept.get(services.db)?.current?.snapshot
  return known?.day === calendarDay.format(services.clock.now()) ? known : (await directory(services)).snapshot
}

async function refresh(db: Db, mine: Kept, day: string): Promise<{ snapshot: Snapshot; index: SearchIndex }> {
  const askedAt = performance.now()
  const revision = await readRevision(db)
  if (!mine.current || mine.current.snapshot.revision !== revision || mine.current.snapshot.day !== day) {
    const snapshot = await readSnapshot(db, day)
    mine.current = { snapshot, index: buildSearchIndex(snapshot) }
  }
  mine.checkedAt = askedAt
  return mine.current
}
