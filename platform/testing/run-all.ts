import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/index.ts'
import { provideBrowser } from './browser.ts'
import { readResult, summary, together, type Result } from './test-result.ts'

/** `npm test`: prepares what the tests need, runs them, and ends with one line that counts them. */
const root = fileURLToPath(new URL('../..', import.meta.url))
// Tests say themselves what they are configured with; the settings of the machine must not change a result.
const env = bareEnvironment()

/** Ctrl-C reaches the runner too, through the terminal: we wait for it to clean up. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => running.forEach((child) => child.kill(signal)))
const running = new Set<ReturnType<typeof spawn>>()

function run(script: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, env, stdio: 'inherit' })
    const end = (code: number) => {
      running.delete(child)
      resolve(code)
    }
    running.add(child)
    child.once('exit', (code, signal) => end(signal ? 1 : (code ?? 1)))
    child.once('error', () => end(1))
  })
}

async function runTests(args: readonly string[]): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'liuxin-result-'))
  const outputFile = join(folder, 'result.json')
  try {
    const exitCode = await run('node_modules/vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`, ...args])
    return readResult(outputFile, exitCode)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const filters = process.argv.slice(2)
if (filters.length === 0) {
  provideBrowser(console.log)
  console.log('Building the pages …')
  if ((await run('apps/build.ts', [])) !== 0) console.error('The pages could not be built; the tests that open them will fail.')
}
/** Everything: first what needs the processors, then, side by side, what mostly waits for a browser or a product. */
async function runEverything(): Promise<Result> {
  const code = await runTests(['--project', 'code'])
  const others = await Promise.all([runTests(['--project', '!code', '--project', '!office']), runTests(['--project', 'office'])])
  return together([code, ...others])
}

const result = filters.length === 0 ? await runEverything() : await runTests(filters)
for (const line of result.remarks) console.error(line)
process.exitCode = result.failed > 0 ? 1 : 0
console.log(summary(result))
