import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/index.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

export interface Product {
  readonly url: string
  readonly dataDir: string
  /** Milliseconds from the command to a page that answers. */
  readonly startMs: number
  readonly supervisor: ChildProcess
  output(): string
  /** Stops as an operator would, and waits until everything is down. */
  stop(): Promise<void>
  /** Also removes the data. */
  remove(): Promise<void>
}

export interface StartOptions {
  readonly dataDir?: string
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  readonly withinSeconds?: number
}

/** Starts the whole product the way the README says, on a free port and its own data directory. */
export async function startProduct({ dataDir = newDataDir(), port, env = {}, withinSeconds = 180 }: StartOptions = {}): Promise<Product> {
  const chosenPort = port ?? (await freePort())
  const url = `http://127.0.0.1:${chosenPort}`
  const began = performance.now()
  let output = ''
  const supervisor = spawn(process.execPath, ['bin/start.mjs'], {
    cwd: ROOT,
    env: { ...bareEnvironment(), PORT: String(chosenPort), DATA_DIR: dataDir, REGION_SIZE: 'small', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [supervisor.stdout, supervisor.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<void>((resolve) => supervisor.on('exit', () => resolve()))
  let over = false
  void ended.then(() => (over = true))

  while (!(await answers(`${url}/readyz`)) || !(await answers(`${url}/`))) {
    if (over) throw new Error(`the product ended before it was ready:\n${output.slice(-3000)}`)
    if (performance.now() - began > withinSeconds * 1000) {
      supervisor.kill('SIGTERM')
      throw new Error(`the product was not ready after ${withinSeconds} s:\n${output.slice(-3000)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const stop = async () => {
    if (!over) supervisor.kill('SIGTERM')
    await ended
  }
  return {
    url, dataDir, supervisor,
    startMs: performance.now() - began,
    output: () => output,
    stop,
    async remove() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A directory every user may pass through: PostgreSQL may run as another user than we do. */
export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-product-'))
  chmodSync(dataDir, 0o755)
  return dataDir
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok
  } catch {
    return false
  }
}
