import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { bareEnvironment } from '#platform/config/index.ts'
import { freePort, newDataDir, startProduct, type Product } from './product.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const isRoot = process.getuid?.() === 0
const nobody = 65_534

interface Refusal {
  readonly code: number | null
  readonly said: string
}

/** Runs the start command and waits for its end. */
function attempt(env: Readonly<Record<string, string>>, as?: number): Promise<Refusal> {
  return new Promise((resolve) => {
    let said = ''
    const child = spawn(process.execPath, ['bin/start.mjs'], { cwd: root, env: { ...bareEnvironment(), REGION_SIZE: 'none', ...env }, ...(as === undefined ? {} : { uid: as, gid: as }) })
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.once('exit', (code) => resolve({ code, said }))
  })
}

function supervisorOf(dataDir: string): number {
  return (JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { pid: number }).pid
}

function childOf(parent: number, name: string): number {
  return Number(spawnSync('pgrep', ['-P', String(parent), '-f', name], { encoding: 'utf8' }).stdout.trim().split('\n')[0])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function persons(dataDir: string): Promise<number> {
  const [password, port] = ['password', 'port'].map((name) => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim())
  const client = new pg.Client(`postgres://liuxin:${password}@127.0.0.1:${port}/liuxin`)
  await client.connect()
  const { rows } = await client.query<{ count: string }>('select count(*) as count from people.person')
  await client.end()
  return Number(rows[0]?.count)
}

const answers = async (url: string) => (await fetch(`${url}/readyz`).catch(() => undefined))?.status

describe('one command', () => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct({ withinSeconds: 240 })
  }, 300_000)
  afterAll(() => product.remove())

  test('says where everything is and how to get in', async () => {
    await expect.poll(() => product.output(), { timeout: 10_000 }).toContain('Ctrl-C ends everything in order.')
    expect(product.output()).toContain(`${new URL('/staff/', product.url).port}/staff/`)
    expect(product.output()).toMatch(/Sign in as a patient with a phone/)
  })

  test('a second start on the same data is refused, with who has it', async () => {
    const { code, said } = await attempt({ DATA_DIR: product.dataDir, PORT: String(await freePort()) })
    expect(said).toContain(`Liuxin already runs on ${product.dataDir}`)
    expect(code).toBe(1)
    expect(await answers(product.url)).toBe(200)
  })

  test('a server that is killed is back within seconds', async () => {
    const supervisor = supervisorOf(product.dataDir)
    const server = childOf(supervisor, 'apps/server/main.ts')
    process.kill(server, 'SIGKILL')
    await expect.poll(() => childOf(supervisor, 'apps/server/main.ts'), { timeout: 20_000 }).not.toBe(server)
    await expect.poll(() => answers(product.url), { timeout: 20_000 }).toBe(200)
  })

  test('a database that is killed is back within seconds, with everybody in it', async () => {
    const before = await persons(product.dataDir)
    process.kill(Number(readFileSync(join(product.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    await expect.poll(() => persons(product.dataDir).catch(() => 0), { timeout: 30_000 }).toBe(before)
    await expect.poll(() => answers(product.url), { timeout: 20_000 }).toBe(200)
  })

  test('when the command itself is killed, the rest ends in order by itself', async () => {
    const supervisor = supervisorOf(product.dataDir)
    product.supervisor.kill('SIGKILL')
    await expect.poll(() => isAlive(supervisor), { timeout: 60_000 }).toBe(false)
    expect(await answers(product.url)).toBeUndefined()
  })

  test('after everything was killed at once, the next start finds everything', async () => {
    const dataDir = product.dataDir
    product = await startProduct({ dataDir, port: Number(new URL(product.url).port) })
    const before = await persons(dataDir)
    const supervisor = supervisorOf(dataDir)
    const postmaster = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
    for (const pid of [supervisor, childOf(supervisor, 'main.ts'), childOf(supervisor, 'worker.ts'), postmaster]) process.kill(pid, 'SIGKILL')
    product = await startProduct({ dataDir, port: Number(new URL(product.url).port) })
    expect(await persons(dataDir)).toBe(before)
    await expect.poll(() => product.output(), { timeout: 10_000 }).toContain('is ready')
  })

  test('asked to end, it says so, ends with success, and leaves nothing running', async () => {
    const supervisor = supervisorOf(product.dataDir)
    await product.stop()
    expect(product.output()).toContain('Liuxin has ended in order.')
    expect(product.supervisor.exitCode).toBe(0)
    expect(isAlive(supervisor)).toBe(false)
  })
})

describe('one command refuses in one sentence', () => {
  test('a port that is taken', async () => {
    const port = await freePort()
    const squatter = createServer().listen(port, '127.0.0.1')
    onTestFinished(() => void squatter.close())
    const dataDir = newDataDir()
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const { code, said } = await attempt({ DATA_DIR: dataDir, PORT: String(port) })
    expect(said).toContain(`Port ${port} is already used by another program. Choose another with PORT`)
    expect(code).toBe(1)
  })

  test('all wrong settings at once', async () => {
    const { code, said } = await attempt({ PORT: 'eighty', DEMO: 'perhaps' })
    expect(said).toMatch(/PORT must be a whole number[\s\S]*DEMO must be on or off/)
    expect(code).toBe(1)
  })

  test('a data directory that cannot be written', async () => {
    const dataDir = newDataDir()
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    chmodSync(dataDir, 0o555)
    const { code, said } = await attempt({ DATA_DIR: dataDir, PORT: String(await freePort()) }, isRoot ? nobody : undefined)
    expect(said).toContain(`${dataDir} cannot be written by this user. Nothing was changed`)
    expect(code).toBe(1)
  })

  test('a database of yours that is not there', async () => {
    const dataDir = newDataDir()
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const { code, said } = await attempt({ DATA_DIR: dataDir, PORT: String(await freePort()), DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/x` })
    expect(said).toContain('(DATABASE_URL) cannot be reached: nothing listens there.')
    expect(code).toBe(1)
  })
})

test.runIf(isRoot)('an ordinary user starts it too, twice in a row', async () => {
  const dataDir = newDataDir()
  chownSync(dataDir, nobody, nobody)
  const home = join(dataDir, 'home')
  mkdirSync(home)
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  for (const turn of [1, 2]) {
    const port = await freePort()
    let said = ''
    const child = spawn(process.execPath, ['bin/start.mjs'], { cwd: root, uid: nobody, gid: nobody, env: { ...bareEnvironment(), HOME: home, PORT: String(port), DATA_DIR: dataDir, REGION_SIZE: 'none' } })
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await expect.poll(() => answers(`http://127.0.0.1:${port}`), { timeout: 60_000, message: `turn ${turn}: ${said}` }).toBe(200)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  }
})
