import type { Services } from '#platform/services.ts'

/** Timed work. One process at a time runs it, however many workers there are. */
export interface Task {
  readonly name: string
  readonly everySeconds: number
  run(services: Services): Promise<void>
}
