import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/index.ts'

/** A process of the product that is started again whenever it has ended, as the supervisor does it. */
export interface Kept {
  /** Ends it as a power cut would. */
  kill(): void
  stop(): Promise<void>
}

export function keep(entry: 'main.ts' | 'worker.ts', settings: Readonly<Record<string, string>>): Kept {
  let child: ChildProcess | undefined
  let stopping = false
  let ended: Promise<void> = Promise.resolve()
  const start = () => {
    // What it complains about while it is shot at is no news.
    child = fork(fileURLToPath(new URL(`../../apps/server/${entry}`, import.meta.url)), { env: { ...bareEnvironment(), LOG_LEVEL: 'fatal', DEMO: 'on', ...settings }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    ended = new Promise((resolve) => child!.once('exit', () => resolve()))
    void ended.then(() => (stopping ? undefined : setTimeout(() => !stopping && start(), 200)))
  }
  start()
  return {
    kill: () => void child?.kill('SIGKILL'),
    async stop() {
      stopping = true
      const tooLong = setTimeout(() => child?.kill('SIGKILL'), 8000)
      child?.kill('SIGTERM')
      await ended
      clearTimeout(tooLong)
    },
  }
}
