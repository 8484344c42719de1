import type { Pool } from 'pg'

/** The time as the platform knows it. In a demonstration it can be moved and sped up; otherwise it is the machine's. */
export interface Clock {
  now(): Date
  /** Seconds of platform time per real second. */
  rate(): number
}

export const systemClock: Clock = { now: () => new Date(), rate: () => 1 }

/** A clock that stands still until told otherwise: for tests. */
export function fixedClock(start: Date): Clock & { set(to: Date): void; advanceSeconds(seconds: number): void } {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    rate: () => 0,
    set: (to) => {
      at = to.getTime()
    },
    advanceSeconds: (seconds) => {
      at += seconds * 1000
    },
  }
}

interface Setting {
  /** Machine time at which the clock was moved, and where it was moved to; milliseconds. */
  readonly realBase: number
  readonly base: number
  readonly rate: number
}

/**
 * The demonstration's clock: one row that every process reads, so that server and worker agree. It may lag a move by
 * the refresh interval.
 */
export function movableClock(pool: Pick<Pool, 'query'>): Clock & { refresh(): Promise<void>; move(to: Date, rate: number): Promise<void>; reset(): Promise<void> } {
  let setting: Setting | undefined
  return {
    now: () => new Date(setting ? setting.base + (Date.now() - setting.realBase) * setting.rate : Date.now()),
    rate: () => setting?.rate ?? 1,
    async refresh() {
      const { rows } = await pool.query<{ value: Setting }>(`select value from platform.setting where name = 'clock'`)
      setting = rows[0]?.value
    },
    async move(to, rate) {
      const next: Setting = { realBase: Date.now(), base: to.getTime(), rate }
      await pool.query(
        `insert into platform.setting (name, value) values ('clock', $1)
         on conflict (name) do update set value = excluded.value, changed_at = now()`,
        [JSON.stringify(next)],
      )
      setting = next
    },
    async reset() {
      await pool.query(`delete from platform.setting where name = 'clock'`)
      setting = undefined
    },
  }
}

const SHANGHAI = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })
/** Since the last summer time ended (September 1991) Shanghai is eight hours ahead, all year. */
const SINCE = Date.UTC(1992, 0, 1)
const AHEAD_MS = 8 * 3_600_000

/** The local calendar day of an instant, YYYY-MM-DD, in the region's zone. Asked for every booking: plain arithmetic where that is right. */
export function localDay(at: Date): string {
  const time = at.getTime()
  return time >= SINCE ? new Date(time + AHEAD_MS).toISOString().slice(0, 10) : SHANGHAI.format(at)
}
