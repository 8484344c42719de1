import type { Pool, PoolClient } from 'pg'
import type { Reaction } from '#platform/events/index.ts'
import type { Services } from '#platform/services.ts'

const POLL_MS = 25
const BATCH = 500
const LOCK = 7406003

/**
 * Turns new events into jobs. One process holds the advisory lock and does it; the others wait to take over. The cursor
 * moves in the transaction that adds the jobs: an event is turned into its jobs exactly once.
 */
export function tailIntoJobs(services: Services, pool: Pool, reactions: readonly Reaction[]): { stop(): Promise<void> } {
  const wanted = new Map<string, string[]>()
  for (const reaction of reactions) for (const type of reaction.on) wanted.set(type, [...(wanted.get(type) ?? []), reaction.name])
  let running = true

  async function lead(client: PoolClient): Promise<void> {
    while (running) {
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK])
      if (rows[0]!.got) break
      await wait(1000)
    }
    while (running) {
      const count = await moveOn(client, wanted)
      if (count < BATCH) await wait(POLL_MS)
    }
    await client.query('select pg_advisory_unlock($1)', [LOCK])
  }

  async function loop(): Promise<void> {
    while (running) {
      const client = await pool.connect().catch(() => null)
      if (!client) {
        await wait(1000)
        continue
      }
      try {
        await lead(client)
        client.release()
      } catch (error) {
        client.release(true)
        if (running) services.log.warn({ err: error }, 'the outbox tailer was interrupted, trying again')
        await wait(500)
      }
    }
  }

  const done = loop()
  return {
    async stop() {
      running = false
      await done
    },
  }
}

/** Adds the jobs of the next batch of events and moves the cursor past them; returns how many events there were. */
async function moveOn(client: PoolClient, wanted: ReadonlyMap<string, readonly string[]>): Promise<number> {
  const { rows: cursor } = await client.query<{ xid: string; id: number }>(
    `select xid::text, id from platform.event_cursor where reader = 'jobs'`,
  )
  const { rows } = await client.query<{ xid: string; id: number; type: string }>({
    name: 'jobs-after',
    text: `select xid::text, id, type from platform.event where (xid, id) > ($1::xid8, $2)
           and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit ${BATCH}`,
    values: [cursor[0]?.xid ?? '0', cursor[0]?.id ?? 0],
  })
  const last = rows.at(-1)
  if (!last) return 0
  const jobs = rows.flatMap((event) => (wanted.get(event.type) ?? []).map((reaction) => ({ reaction, event: event.id })))
  await client.query('begin')
  try {
    if (jobs.length > 0) {
      await client.query(
        `select graphile_worker.add_job('react', payload := j, max_attempts := 12) from json_array_elements($1::json) j`,
        [JSON.stringify(jobs)],
      )
    }
    await client.query(
      `insert into platform.event_cursor (reader, xid, id) values ('jobs', $1::xid8, $2)
       on conflict (reader) do update set xid = excluded.xid, id = excluded.id`,
      [last.xid, last.id],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
  return rows.length
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
