import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { postmasterOf, processOf } from './processes.ts'
import { type Product, startProduct } from './product.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const PATIENTS = 60
const RATE = 600

test.runIf(process.platform === 'linux')('server and database killed in the middle of a day: started again, nothing that was acknowledged is lost', async () => {
  let product: Product = await startProduct({ withinSeconds: 240 })
  onTestFinished(() => product.remove())
  const { dataDir, url } = product
  let output = ''
  const day = spawn(process.execPath, ['region/simulate/main.ts', '--patients', String(PATIENTS), '--rate', String(RATE), '--url', url], { cwd: ROOT })
  for (const stream of [day.stdout, day.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => day.on('exit', resolve))
  await expect.poll(() => output, { timeout: 120_000 }).toContain('the day runs')

  // A server or worker that dies is started again by itself; when the database dies the whole ends and is started again.
  await killOne(processOf(dataDir, 'apps/server/main.ts'))
  await killOne(postmasterOf(dataDir))
  await product.stop()
  product = await startProduct({ dataDir, port: Number(new URL(url).port) })
  await killOne(processOf(dataDir, 'apps/server/worker.ts'))
  await killOne(processOf(dataDir, 'apps/server/main.ts'))

  expect(await ended, output).toBe(0)
  expect(output).toContain('✓ acknowledged_but_lost')
  // The kills were felt: somebody had to ask again.
  expect(Number(/nobody answered: (\d+)/.exec(output)?.[1])).toBeGreaterThan(0)
}, 420_000)

async function killOne(pid: number | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 6_000))
  expect(pid).toBeGreaterThan(1)
  process.kill(pid!, 'SIGKILL')
}
