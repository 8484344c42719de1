import { readFileSync } from 'node:fs'
import { z } from 'zod'

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

export interface Result {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly remarks: readonly string[]
}

/**
 * Counts what really ran. A file that failed outside its tests (it could not be read, or left a connection open) counts
 * as one failure, and so does a run that ended badly although every test passed, or that had no test at all.
 */
export function readResult(file: string, exitCode: number): Result {
  const parsed = report.safeParse(readJson(file))
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0, remarks: ['The test runner ended without a result.'] }
  const { testResults } = parsed.data
  const statuses = testResults.flatMap((one) => one.assertionResults.map((test) => test.status))
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length
  const brokenFiles = testResults.filter((one) => one.status === 'failed' && !one.assertionResults.some((test) => test.status === 'failed'))
  const passed = count('passed')
  const failed = count('failed') + brokenFiles.length
  const remarks: string[] = []
  let unexplained = 0
  if (failed === 0 && passed === 0) {
    unexplained = 1
    remarks.push('No test ran, which counts as a failure.')
  } else if (failed === 0 && exitCode !== 0) {
    unexplained = 1
    remarks.push('The test runner failed outside the tests (see above), which counts as a failure.')
  }
  return { passed, failed: failed + unexplained, skipped: count('skipped', 'pending', 'todo', 'disabled'), remarks }
}

export function summary({ passed, failed, skipped }: Omit<Result, 'remarks'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** What several runs come to; one that broke is not made good by the others. */
export function together(results: readonly Result[]): Result {
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0)
  return { passed: sum((one) => one.passed), failed: sum((one) => one.failed), skipped: sum((one) => one.skipped), remarks: results.flatMap((one) => one.remarks) }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
