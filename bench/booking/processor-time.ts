import { readdirSync, readFileSync } from 'node:fs'

const TICKS_A_SECOND = 100

/** Processor time a process has used so far, with its children that have ended; microseconds. NaN where there is no /proc. */
export function processMicroseconds(pid: number): number {
  return statOf(pid)?.used ?? Number.NaN
}

/** A process and everything it started: PostgreSQL's postmaster and its backends. */
export function familyMicroseconds(pid: number): number {
  let used = processMicroseconds(pid)
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      const stat = statOf(Number(name))
      if (stat?.parent === pid) used += stat.used
    }
  } catch {
    return Number.NaN
  }
  return used
}

function statOf(pid: number): { parent: number; used: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number)
    const ticks = (fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0)
    return { parent: fields[1] ?? 0, used: (ticks / TICKS_A_SECOND) * 1e6 }
  } catch {
    return undefined
  }
}
