import { Worker } from 'node:worker_threads'
import type { Issue } from '../errors.ts'

export interface Validator {
  /** Every way in which the resource breaks FHIR R4; none: it is one. */
  validate(resource: unknown): Promise<Issue[]>
  close(): Promise<void>
}

/** Checks resources in a thread of its own, which starts with the first of them: a server that gets none pays nothing. */
export function createValidator(): Validator {
  const waiting = new Map<number, { resolve(issues: Issue[]): void; reject(error: unknown): void }>()
  let worker: Worker | undefined
  let last = 0

  function start(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 512 } })
    started.unref()
    started.on('message', ({ id, issues }: { id: number; issues: Issue[] }) => {
      waiting.get(id)?.resolve(issues)
      waiting.delete(id)
    })
    started.on('error', (error) => fail(started, error))
    started.on('exit', () => fail(started, new Error('the validator ended')))
    return started
  }

  function fail(ended: Worker, error: unknown): void {
    if (worker !== ended) return
    worker = undefined
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }

  return {
    validate(resource) {
      worker ??= start()
      const id = ++last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker!.postMessage({ id, text: JSON.stringify(resource) })
      })
    },
    async close() {
      await worker?.terminate()
    },
  }
}
