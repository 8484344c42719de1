/** How many batches of each size ran: shows whether batching does anything. */
export interface LaneStats {
  readonly batches: number
  readonly members: number
}

export interface LaneOptions<In, Out> {
  readonly lanes: number
  readonly maxBatch: number
  /** Work that contends for the same row must fall into the same lane. */
  laneOf(input: In): number
  /**
   * How long a lane that has just answered several waits for more to join those who came meanwhile, when they are few: people who
   * press at the same time come back at the same time, and one batch of thirty costs half of two of fifteen. Nobody who comes
   * alone ever waits.
   */
  readonly gatherMs?: number
  /** Answers each member, in order. A member's refusal is an answer; throwing fails the whole batch. */
  run(batch: readonly In[]): Promise<readonly Out[]>
}

const SEVERAL = 4

interface Waiting<In, Out> {
  readonly input: In
  resolve(out: Out): void
  reject(error: unknown): void
}

/**
 * Gathers commands while the lane's previous batch is in flight, and runs them as one. An idle lane adds no wait, a busy one
 * shares its lock and its commit. Each caller gets its own answer.
 */
export function createLanes<In, Out>(options: LaneOptions<In, Out>): {
  submit(input: In): Promise<Out>
  stats(): LaneStats
  /** How many wait in the lane of this input: whoever would come after too many is better told to come again. */
  waiting(input: In): number
} {
  const queues: Waiting<In, Out>[][] = Array.from({ length: options.lanes }, () => [])
  const busy: boolean[] = Array.from({ length: options.lanes }, () => false)
  let batches = 0
  let members = 0

  async function drain(lane: number): Promise<void> {
    busy[lane] = true
    const queue = queues[lane]!
    // What arrived together is done together: requests that were read in the same turn of the loop make one batch, not 1 and n - 1.
    await new Promise((resolve) => setImmediate(resolve))
    for (let before = 0; queue.length > 0; ) {
      if (options.gatherMs && before >= SEVERAL && queue.length < options.maxBatch / 2) await new Promise((resolve) => setTimeout(resolve, options.gatherMs))
      const batch = queue.splice(0, options.maxBatch)
      before = batch.length
      batches++
      members += batch.length
      try {
        const answers = await options.run(batch.map((member) => member.input))
        batch.forEach((member, i) => member.resolve(answers[i]!))
      } catch (error) {
        for (const member of batch) member.reject(error)
      }
    }
    busy[lane] = false
  }

  return {
    submit(input) {
      const lane = Math.abs(options.laneOf(input)) % options.lanes
      return new Promise<Out>((resolve, reject) => {
        queues[lane]!.push({ input, resolve, reject })
        if (!busy[lane]) void drain(lane)
      })
    },
    stats: () => ({ batches, members }),
    waiting: (input) => queues[Math.abs(options.laneOf(input)) % options.lanes]!.length,
  }
}
