import { fork, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CannotStart, explainWriteFailure } from '#platform/database/embedded/index.ts'

export interface KeptProcess {
  readonly name: string
  /** Resolves at its first "ready"; rejects when it ends before that. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

export interface ProcessPlan {
  readonly name: string
  /** Relative to `apps/server`. */
  readonly entry: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logFile: string
  /** How long it may finish its work after SIGTERM. */
  readonly patienceSeconds: number
  readonly say: (line: string) => void
}

const rotateAt = 50 * 1024 * 1024
const steadyMs = 60_000

/** Starts a process of ours, and starts it again whenever it ends, ever more slowly while it keeps ending. */
export function keepRunning(plan: ProcessPlan): KeptProcess {
  let stopping = false
  let failures = 0
  let child = begin(plan)

  async function keep(): Promise<void> {
    while (!stopping) {
      const began = performance.now()
      await ended(child)
      if (stopping) return
      failures = performance.now() - began > steadyMs ? 0 : failures + 1
      const wait = Math.min(10_000, 100 * 2 ** failures)
      plan.say(`The ${plan.name} ended unexpectedly; starting it again.`)
      await pause(wait)
      if (!stopping) child = tryAgain(child)
    }
  }
  function tryAgain(previous: ChildProcess): ChildProcess {
    try {
      return begin(plan)
    } catch (error) {
      plan.say(error instanceof Error ? error.message : String(error))
      return previous
    }
  }
  const ready = untilReady(child, plan).then(() => void keep())

  async function stop(): Promise<void> {
    stopping = true
    if (!isRunning(child)) return
    child.kill('SIGTERM')
    const tooLong = setTimeout(() => child.kill('SIGKILL'), (plan.patienceSeconds + 2) * 1000)
    await ended(child)
    clearTimeout(tooLong)
  }
  return { name: plan.name, ready, stop }
}

/** In a process group of its own, since Ctrl-C goes to the whole group and we decide who ends first. */
function begin({ entry, env, logFile }: ProcessPlan): ChildProcess {
  const log = openLog(logFile)
  try {
    return fork(fileURLToPath(new URL(`../${entry}`, import.meta.url)), [], { env, detached: true, stdio: ['ignore', log, log, 'ipc'] })
  } finally {
    closeSync(log)
  }
}

function openLog(path: string): number {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > rotateAt) renameSync(path, `${path}.1`)
    return openSync(path, 'a', 0o640)
  } catch (error) {
    throw explainWriteFailure(path, error)
  }
}

function untilReady(child: ChildProcess, { name, logFile }: ProcessPlan): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve()
    })
    child.once('exit', (code, signal) => reject(new CannotStart(`The ${name} ended before it was ready (${signal ?? `exit code ${code}`}). The end of ${logFile}:\n${tail(logFile)}`)))
    child.once('error', (error) => reject(new CannotStart(`The ${name} could not be started: ${error.message}`)))
  })
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!isRunning(child)) return resolve()
    child.once('exit', () => resolve())
  })
}

function tail(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).map((line) => `    ${line}`).join('\n')
}
