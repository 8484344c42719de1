import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledNode, ensureInstalled, isRecentNode } from './install.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Runs a TypeScript entry on a recent enough Node, as if it had been called directly: signals and the exit code pass through. */
export async function handOver(entry, args) {
  try {
    await ensureInstalled(root)
    const child = spawn(chooseNode(), ['--disable-warning=ExperimentalWarning', join(root, entry), ...args], { cwd: process.cwd(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    const watch = stopWithNpm(child)
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

function chooseNode() {
  if (isRecentNode()) return process.execPath
  const bundled = bundledNode(root)
  if (existsSync(bundled)) return bundled
  throw new Error(`Liuxin needs Node 22.18 or later on ${process.platform} ${process.arch}; this is Node ${process.versions.node}.`)
}

/** When npm itself is killed, nobody tells its script. Without this the product would run on, unseen, and hold its port. */
function stopWithNpm(child) {
  const npm = process.env.npm_lifecycle_event ? findNpm() : undefined
  if (npm === undefined) return undefined
  return setInterval(() => {
    if (startOf(npm.pid) !== npm.start) child.kill('SIGTERM')
  }, 500)
}

function findNpm() {
  let pid = process.ppid
  for (let generation = 0; generation < 3 && pid > 1; generation++) {
    const start = startOf(pid)
    if (start === undefined) return undefined
    if (/^npm(\0| )|npm-cli\.js/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return { pid, start }
    pid = Number(statusOf(pid)[1])
  }
  return undefined
}

function startOf(pid) {
  return statusOf(pid)?.[19]
}

/** The fields of /proc/PID/stat after the name, which may itself contain blanks. Absent on systems without /proc. */
function statusOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
