import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/index.ts'
import type { Listener, Order, Report, Said } from './listeners.ts'

export interface Crowd {
  /** Joins these, spread over the processes, so many a second in all. */
  join(listeners: readonly Listener[], perSecond: number): void
  openNow(): number
  /** Everybody hangs up; what each heard, in the order they joined. */
  report(): Promise<Omit<Report, 'type'>>
  stop(): void
}

/** Boards and phones in processes of their own, so that the servers' memory and time are theirs alone. */
export function gatherCrowd(processes: number, ports: readonly number[]): Crowd {
  const children: ChildProcess[] = Array.from({ length: processes }, () => fork(fileURLToPath(new URL('listeners.ts', import.meta.url)), { env: bareEnvironment(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
  const open = children.map(() => 0)
  const reports = children.map((child, at) => new Promise<Report>((resolve, reject) => {
    child.on('message', (said: Said) => {
      if (said.type === 'open') open[at] = said.count
      else resolve(said)
    })
    child.once('exit', (code) => reject(new Error(`listeners ended with ${code}`)))
  }))
  for (const report of reports) report.catch(() => undefined)
  /** Who joined where: their places in what the process will report. */
  const places: { child: number; at: number }[] = []
  const counts = children.map(() => 0)
  const tell = (child: ChildProcess, order: Order) => child.send(order)
  return {
    join(listeners, perSecond) {
      const shares: Listener[][] = children.map(() => [])
      listeners.forEach((listener, at) => {
        const child = at % children.length
        shares[child]!.push(listener)
        places.push({ child, at: counts[child]! + shares[child]!.length - 1 })
      })
      shares.forEach((share, child) => {
        counts[child]! += share.length
        tell(children[child]!, { type: 'start', listeners: share, ports, perSecond: perSecond / children.length })
      })
    },
    openNow: () => open.reduce((sum, count) => sum + count, 0),
    async report() {
      for (const child of children) tell(child, { type: 'report' })
      const all = await Promise.all(reports)
      const sum = (of: (report: Report) => number) => all.reduce((total, report) => total + of(report), 0)
      return {
        heard: places.map(({ child, at }) => all[child]!.heard[at]!),
        twice: sum((report) => report.twice), messages: sum((report) => report.messages), reconnects: sum((report) => report.reconnects), refused: sum((report) => report.refused),
      }
    },
    stop: () => { for (const child of children) child.kill('SIGTERM') },
  }
}
