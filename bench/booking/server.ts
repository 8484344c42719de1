import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/index.ts'
import { freePort } from '../../e2e/product.ts'

export interface RunningServer {
  readonly port: number
  readonly pid: number
  stop(): Promise<void>
}

/** The product's own server process on a database, without worker and supervisor. */
export async function startServer(databaseUrl: string, dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const port = await freePort()
  const child: ChildProcess = fork(fileURLToPath(new URL('../../apps/server/main.ts', import.meta.url)), {
    env: { ...bareEnvironment(), DATABASE_URL: databaseUrl, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn', DEMO: 'on', ...more },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  return {
    port,
    pid: child.pid!,
    stop: () => new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    }),
  }
}
