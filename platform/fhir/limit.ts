import type { ClientActor } from '#platform/context/context.ts'
import { TooManyRequests } from './errors.ts'

interface Window {
  minute: number
  count: number
}

/** So many requests a minute for each client and process; more are told when to come again. */
export function requestLimit(): (actor: ClientActor, at: number) => void {
  const windows = new Map<string, Window>()
  return ({ clientId, requestsPerMinute }, at) => {
    const minute = Math.floor(at / 60_000)
    const known = windows.get(clientId)
    const window = known?.minute === minute ? known : { minute, count: 0 }
    window.count++
    windows.set(clientId, window)
    if (window.count > requestsPerMinute) throw new TooManyRequests({ retryAfterSeconds: Math.ceil(((minute + 1) * 60_000 - at) / 1000) })
  }
}
