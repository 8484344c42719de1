import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claim } from './one-at-a-time.ts'

let dataDir = ''
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'liuxin-claim-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))
const silent = () => {}

test('a data directory belongs to one running product, and the second is told which', async () => {
  const first = await claim(dataDir, 'http://localhost:1', silent)
  await expect(claim(dataDir, 'http://localhost:2', silent)).rejects.toThrow(`Liuxin already runs on ${dataDir} (process ${process.pid}, http://localhost:1)`)
  first.release()
  await claim(dataDir, 'http://localhost:2', silent)
})

test('the claim of a process that was killed is void, and the next one knows', async () => {
  const child = spawn('sleep', ['60'])
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ pid: child.pid, startedAt: 'then', url: '', stopping: false }))
  expect((await claim(dataDir, '', silent)).afterCrash).toBe(true)
})

test.runIf(process.platform === 'linux')('a number that now belongs to another program is not mistaken for us', async () => {
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ pid: process.pid, startedAt: 'before the reboot', url: '', stopping: false }))
  expect((await claim(dataDir, '', silent)).afterCrash).toBe(true)
})

test('half a claim, from a full disk, is no claim', async () => {
  writeFileSync(join(dataDir, 'running.json'), '{"pid":')
  await claim(dataDir, '', silent)
})

test('who starts while another is ending waits for it', async () => {
  const first = await claim(dataDir, '', silent)
  first.stopping()
  setTimeout(first.release, 300)
  const said: string[] = []
  const second = await claim(dataDir, '', (line) => said.push(line))
  expect(said).toHaveLength(1)
  second.release()
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
})
