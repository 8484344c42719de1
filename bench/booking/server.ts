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
  return startProcess('main.ts', { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, ...more })
}

/** The product's worker beside it: reactions and tasks. */
export async function startWorker(databaseUrl: string, dataDir: string): Promise<RunningServer> {
  return startProcess('worker.ts', { DATABASE_URL: databaseUrl, DATA_DIR: dataDir })
}

async function startProcess(entry: 'main.ts' | 'worker.ts', settings: Readonly<Record<string, string>>): Promise<RunningServer> {
  const port = await freePort()
  const child: ChildProcess = fork(fileURLToPath(new URL(`../../apps/server/${entry}`, import.meta.url)), {
    env: { ...bareEnvironment(), PORT: String(port), LOG_LEVEL: 'warn', DEMO: 'on', ...settings },
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
