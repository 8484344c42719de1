import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bareEnvironment } from '#platform/config/index.ts'
import { keepRunning, type ProcessPlan } from './kept-process.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'liuxin-kept-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function plan(entry: string, said: string[] = []): ProcessPlan {
  return { name: 'server', entry: `cli/testing/${entry}.ts`, env: bareEnvironment(), logFile: join(folder, 'server.log'), patienceSeconds: 0, say: (line) => said.push(line) }
}

const pids = () => [...readFileSync(join(folder, 'server.log'), 'utf8').matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid))

test('a process that is killed is started again, until it is stopped', async () => {
  const said: string[] = []
  const kept = keepRunning(plan('ready-and-waiting', said))
  await kept.ready
  process.kill(pids()[0] ?? 0, 'SIGKILL')
  await expect.poll(pids, { timeout: 10_000 }).toHaveLength(2)
  expect(said).toEqual(['The server ended unexpectedly; starting it again.'])
  await kept.stop()
  expect(() => process.kill(pids()[1] ?? 0, 0)).toThrow('ESRCH')
})

test('a process that does not finish in time is ended', async () => {
  const kept = keepRunning(plan('deaf'))
  await kept.ready
  const began = performance.now()
  await kept.stop()
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('a process that cannot start is reported with the end of its log', async () => {
  await expect(keepRunning(plan('broken')).ready).rejects.toThrow(/ended before it was ready \(exit code 3\)[\s\S]*no leg to stand on/)
})
