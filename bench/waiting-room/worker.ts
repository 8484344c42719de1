import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/index.ts'

/** The product's worker beside its servers: it hears of bookings and ends the turns of those who have one. */
export async function startWorker(databaseUrl: string, dataDir: string): Promise<{ stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL('../../apps/server/worker.ts', import.meta.url)), {
    env: { ...bareEnvironment(), DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'warn', DEMO: 'on' }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)))
  })
  return {
    stop: () => new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    }),
  }
}
