import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readResult, summary, together } from './test-result.ts'

const folder = mkdtempSync(join(tmpdir(), 'liuxin-count-'))
afterAll(() => rmSync(folder, { recursive: true }))

function counted(files: readonly { status: string; tests: readonly string[] }[], exitCode: number): string {
  const file = join(folder, 'result.json')
  const testResults = files.map(({ status, tests }, i) => ({ name: `${i}`, status, assertionResults: tests.map((one) => ({ status: one })) }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return summary(readResult(file, exitCode))
}

test('tests are counted as they ran', () => {
  expect(counted([{ status: 'failed', tests: ['passed', 'failed', 'skipped'] }, { status: 'passed', tests: ['passed'] }], 1)).toBe('2 passed, 1 failed, 1 skipped')
})

test('a file that fails outside its tests is a failure, even when its tests passed', () => {
  expect(counted([{ status: 'failed', tests: ['passed'] }, { status: 'failed', tests: [] }], 1)).toBe('1 passed, 2 failed')
})

test('no test at all is a failure', () => {
  expect(counted([], 0)).toBe('0 passed, 1 failed')
})

test('a bad end of the runner is a failure, and so is no result', () => {
  expect(counted([{ status: 'passed', tests: ['passed'] }], 1)).toBe('1 passed, 1 failed')
  expect(summary(readResult(join(folder, 'absent.json'), 0))).toBe('0 passed, 1 failed')
})

test('several runs are counted as one; a broken one stays broken', () => {
  const good = { passed: 5, failed: 0, skipped: 1, remarks: [] }
  const broken = { passed: 0, failed: 1, skipped: 0, remarks: ['The test runner ended without a result.'] }
  expect(together([good, broken, good])).toEqual({ passed: 10, failed: 1, skipped: 2, remarks: broken.remarks })
})
