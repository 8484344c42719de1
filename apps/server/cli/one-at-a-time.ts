import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { CannotStart, explainWriteFailure, systemCode } from '#platform/database/embedded/index.ts'

const holder = z.object({ pid: z.number(), startedAt: z.string(), url: z.string(), stopping: z.boolean() })
type Holder = z.infer<typeof holder>

export interface Claim {
  /** The one before us was killed: what it had started may still be finishing. */
  readonly afterCrash: boolean
  /** Tells whoever starts next that we are on our way out, so that they wait. */
  stopping(): void
  release(): void
}

/** How long a start waits for a predecessor that may be about to notice that it was abandoned. */
const graceMs = 3_000

/** Claims the data directory for this process, or says who has it. A claim ends with its process, however that ends. */
export async function claim(dataDir: string, url: string, say: (line: string) => void): Promise<Claim> {
  const file = join(dataDir, 'running.json')
  const self: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? '', url, stopping: false }
  const giveUp = Date.now() + graceMs
  let told = false
  let afterCrash = false
  while (!take(file, self)) {
    const other = read(file)
    if (!other || !isAlive(other)) {
      rmSync(file, { force: true })
      afterCrash = true
      continue
    }
    if (!other.stopping && Date.now() > giveUp) {
      throw new CannotStart(`Liuxin already runs on ${dataDir} (process ${other.pid}, ${other.url}). Stop it first, or choose another place with DATA_DIR and another PORT.`)
    }
    if (!told && other.stopping) say('  … waiting for the running Liuxin to finish')
    told ||= other.stopping
    await pause(100)
  }
  return {
    afterCrash,
    stopping: () => replace(file, { ...self, stopping: true }),
    release: () => rmSync(file, { force: true }),
  }
}

/** A link appears whole or not at all, and only one of two processes can make it. */
function take(file: string, self: Holder): boolean {
  const draft = `${file}.${self.pid}`
  try {
    writeFileSync(draft, JSON.stringify(self))
    linkSync(draft, file)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw explainWriteFailure(file, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function replace(file: string, self: Holder): void {
  try {
    writeFileSync(file, JSON.stringify(self))
  } catch {
    // Only politeness to the next start is lost.
  }
}

function read(file: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** After a reboot the number may belong to another program: when it was started tells them apart. */
function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (systemCode(error) !== 'EPERM') return false
  }
  const start = startOf(pid)
  return start === undefined ? process.platform !== 'linux' : start === startedAt
}

/** Field 22 of /proc/PID/stat, with the boot it belongs to. Absent where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${text.slice(text.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return undefined
  }
}
