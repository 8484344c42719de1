import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Services } from '#platform/services.ts'
import type { Task } from './task.ts'

/**
 * Runs each task at its interval while this process lives. An advisory lock per task lets only one process run it at a
 * time; a failure is logged and the task runs again at its next turn.
 */
export function runTasks(services: Services, pool: Pool, tasks: readonly Task[]): { stop(): Promise<void> } {
  let running = true
  const sleepers = new Set<() => void>()

  async function loop(task: Task): Promise<void> {
    while (running) {
      try {
        await alone(pool, task, () => task.run(services))
      } catch (error) {
        if (running) services.log.error({ err: error, task: task.name }, 'a timed task failed')
      }
      if (running) await sleep(task.everySeconds * 1000)
    }
  }

  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      sleepers.add(wake)
    })
  }

  const loops = tasks.map(loop)
  return {
    async stop() {
      running = false
      for (const wake of sleepers) wake()
      await Promise.all(loops)
    },
  }
}

async function alone(pool: Pool, task: Task, work: () => Promise<void>): Promise<void> {
  const key = createHash('sha256').update(task.name).digest().readInt32BE(0)
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock(7406, $1) as got', [key])
    if (!rows[0]!.got) return
    try {
      await work()
    } finally {
      await client.query('select pg_advisory_unlock(7406, $1)', [key])
    }
  } finally {
    client.release()
  }
}
