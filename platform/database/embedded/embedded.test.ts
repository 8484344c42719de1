import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'liuxin-embedded-'))
chmodSync(root, 0o755)
afterAll(() => rmSync(root, { recursive: true, force: true }))
const isRoot = process.getuid?.() === 0
const nobody = 65_534

interface Report {
  readonly url?: string
  readonly refusal?: string
  readonly logs: readonly string[]
  readonly child: ChildProcess
}

/** Starts the database in a process of its own, so that it can be killed, or be another user's. */
function start(dataDir: string, uid?: number): Promise<Report> {
  const logs: string[] = []
  const child = fork(fileURLToPath(new URL('testing/start-in-child.ts', import.meta.url)), [dataDir], uid === undefined ? {} : { uid, gid: uid })
  onTestFinished(() => stop(child))
  return new Promise((resolve, reject) => {
    child.on('message', (message: { log?: string; url?: string; refusal?: string }) => {
      if (message.log) logs.push(message.log)
      else resolve({ ...message, logs, child })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.connected) child.send('stop')
  await gone
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

function place(name: string): string {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  return path
}

const postmasterOf = (dataDir: string) => Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

async function ask<T extends object>(url: string | undefined, text: string): Promise<T[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

describe('the embedded database', () => {
  test('comes back at the same address when it is killed, with everything that was committed', async () => {
    const dataDir = place('killed')
    const { url, child } = await start(dataDir)
    await ask(url, 'create table kept as select 1 as a')
    process.kill(postmasterOf(dataDir), 'SIGKILL')
    await expect.poll(() => ask<{ a: number }>(url, 'select a from kept').catch(() => 'away'), { timeout: 20_000 }).toEqual([{ a: 1 }])
    await stop(child)
    expect((await start(dataDir)).url).toBe(url)
  })

  test('is found and continued when whoever started it was killed', async () => {
    const dataDir = place('orphan')
    const first = await start(dataDir)
    const pid = postmasterOf(dataDir)
    await kill(first.child)
    const second = await start(dataDir)
    expect(second.url).toBe(first.url)
    expect(second.logs).toEqual(['The database was still running; continuing with it.'])
    expect(postmasterOf(dataDir)).toBe(pid)
    await stop(second.child)
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)
  })

  test('starts although both it and whoever started it were killed', async () => {
    const dataDir = place('both')
    const first = await start(dataDir)
    await ask(first.url, 'create table kept as select 1 as a')
    const pid = postmasterOf(dataDir)
    await kill(first.child)
    process.kill(pid, 'SIGKILL')
    const second = await start(dataDir)
    expect(await ask(second.url, 'select a from kept')).toEqual([{ a: 1 }])
  })

  test('ignores what an interrupted first start left behind', async () => {
    const dataDir = place('interrupted')
    mkdirSync(join(dataDir, 'postgres/cluster.draft/base'), { recursive: true })
    expect((await start(dataDir)).url).toContain('127.0.0.1')
  })

  test('takes another port when the one of last time is taken, and remembers that one', async () => {
    const dataDir = place('port')
    const first = await start(dataDir)
    const port = Number(new URL(first.url ?? '').port)
    await stop(first.child)
    const squatter = createServer().listen(port, '127.0.0.1')
    onTestFinished(() => void squatter.close())
    await pause(50)
    const second = await start(dataDir)
    expect(new URL(second.url ?? '').port).not.toBe(String(port))
    expect(await ask(second.url, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  test('lets nobody in without its password, which only the owner can read', async () => {
    const dataDir = place('password')
    const { url } = await start(dataDir)
    expect(statSync(join(dataDir, 'postgres/password')).mode & 0o077).toBe(0)
    const without = new URL(url ?? '')
    without.password = 'guess'
    await expect(ask(without.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  test('keeps what was answered: it writes to the disk before it says yes', async () => {
    const { url } = await start(place('durable'))
    const rows = await ask<{ name: string; setting: string }>(url, "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')")
    expect(rows.map((row) => row.setting)).toEqual(['on', 'on', 'on'])
  })
})

describe('the embedded database refuses in one sentence, and changes nothing', () => {
  test('a cluster of another PostgreSQL', async () => {
    const dataDir = place('version')
    await stop((await start(dataDir)).child)
    writeFileSync(join(dataDir, 'postgres/cluster/PG_VERSION'), '17\n')
    expect((await start(dataDir)).refusal).toContain('was made by PostgreSQL 17, and this is PostgreSQL 18')
  })

  test('a cluster whose password is lost', async () => {
    const dataDir = place('lost')
    await stop((await start(dataDir)).child)
    rmSync(join(dataDir, 'postgres/password'))
    expect((await start(dataDir)).refusal).toContain('Restore it from the backup')
  })

  test('a place that is not a directory', async () => {
    writeFileSync(join(root, 'file'), '')
    expect((await start(join(root, 'file'))).refusal).toContain('is not a directory')
  })

  test('a directory that cannot be written', async () => {
    const dataDir = place('read-only')
    chmodSync(dataDir, 0o555)
    expect((await start(dataDir, isRoot ? nobody : undefined)).refusal).toContain('cannot be written by this user')
  })

  test.runIf(isRoot)('the cluster of another user', async () => {
    const dataDir = place('foreign')
    mkdirSync(join(dataDir, 'postgres/cluster'), { recursive: true })
    chownSync(join(dataDir, 'postgres'), nobody, nobody)
    chownSync(join(dataDir, 'postgres/cluster'), 1, 1)
    expect((await start(dataDir, nobody)).refusal).toContain('belongs to another user')
  })

  test.runIf(isRoot && canMount())('a disk that is full', async () => {
    const dataDir = place('full')
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', dataDir]).status).toBe(0)
    onTestFinished(() => void spawnSync('umount', [dataDir]))
    expect((await start(dataDir)).refusal).toContain('is full. Nothing acknowledged is lost')
    expect(existsSync(join(dataDir, 'postgres/cluster'))).toBe(false)
  })
})

test.runIf(isRoot && canMount())('a disk that fills while the database runs loses nothing that was answered', async () => {
  const dataDir = place('filling')
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=220m', 'tmpfs', dataDir]).status).toBe(0)
  onTestFinished(() => void spawnSync('umount', ['-l', dataDir]))
  const first = await start(dataDir)
  const client = new pg.Client(first.url)
  client.on('error', () => {})
  await client.connect()
  await client.query('create table kept (a integer primary key, filling text)')
  let answered = 0
  try {
    for (;;) {
      await client.query("insert into kept select $1, string_agg(md5(random()::text), '') from generate_series(1, 20000)", [answered + 1])
      answered++
    }
  } catch {
    await client.end().catch(() => undefined)
  }
  await stop(first.child)
  expect(answered).toBeGreaterThan(5)
  expect(spawnSync('mount', ['-o', 'remount,size=500m', dataDir]).status).toBe(0)
  const second = await start(dataDir)
  const [row] = await ask<{ count: string }>(second.url, 'select count(*) as count from kept')
  expect(Number(row?.count)).toBeGreaterThanOrEqual(answered)
}, 240_000)

describe.runIf(isRoot)('started by root', () => {
  test('it runs as a user without rights, even below a folder that only root may enter', async () => {
    const secret = place('private')
    chmodSync(secret, 0o700)
    const dataDir = join(secret, 'data')
    const { url } = await start(dataDir)
    expect(await ask(url, 'select 1 as a')).toEqual([{ a: 1 }])
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(nobody)
  })

  test('it continues the cluster of an ordinary user as that user, who can go on afterwards', async () => {
    const dataDir = place('ordinary')
    chownSync(dataDir, nobody, nobody)
    const first = await start(dataDir, nobody)
    await ask(first.url, 'create table kept as select 1 as a')
    await stop(first.child)
    await stop((await start(dataDir)).child)
    const third = await start(dataDir, nobody)
    expect(await ask(third.url, 'select a from kept')).toEqual([{ a: 1 }])
  })
})

function canMount(): boolean {
  const probe = join(tmpdir(), `liuxin-mount-${process.pid}`)
  mkdirSync(probe, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]).status === 0
  if (mounted) spawnSync('umount', [probe])
  rmSync(probe, { recursive: true, force: true })
  return mounted
}
