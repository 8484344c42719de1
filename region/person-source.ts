import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { makePersonBlocks, type PersonBlocks, type PersonRange } from './person-blocks.ts'
import type { ThreadKeys } from './person-thread.ts'

/** Where ranges of people come from: this thread, or others that work ahead while the database takes the last range. */
export interface PersonSource {
  ranges(ranges: readonly PersonRange[]): AsyncGenerator<{ range: PersonRange; blocks: PersonBlocks }>
}

export const fromThisThread: PersonSource = {
  async *ranges(ranges) {
    for (const range of ranges) yield { range, blocks: makePersonBlocks(range) }
  },
}

/** One thread works ahead by one range; with more processors, more of them. Blocks come in the order of the ranges. */
export function fromThreads(threadKeys: ThreadKeys, threads: number): PersonSource {
  return {
    async *ranges(ranges) {
      const workers = Array.from({ length: Math.min(threads, ranges.length) }, () => new Worker(new URL('./person-thread.ts', import.meta.url), { workerData: threadKeys }))
      try {
        const under: Promise<PersonBlocks>[] = []
        const ask = (turn: number): void => {
          const range = ranges[turn]
          if (!range) return
          const worker = workers[turn % workers.length]!
          const answer = once(worker, 'message').then(([blocks]) => asBuffers(blocks as PersonBlocks))
          // Looked at when its turn comes; until then a failure must not end the process.
          answer.catch(() => {})
          under[turn] = answer
          worker.postMessage(range)
        }
        for (let turn = 0; turn < workers.length; turn++) ask(turn)
        for (const [turn, range] of ranges.entries()) {
          const blocks = await under[turn]!
          ask(turn + workers.length)
          yield { range, blocks }
        }
      } finally {
        await Promise.all(workers.map((worker) => worker.terminate()))
      }
    },
  }
}

/** Buffers arrive from another thread as plain bytes. */
function asBuffers({ person, document, account }: PersonBlocks): PersonBlocks {
  const wrap = (blocks: readonly Uint8Array[]): Buffer[] => blocks.map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength))
  return { person: wrap(person), document: wrap(document), account: wrap(account) }
}
