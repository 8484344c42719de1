import { Agent, request } from 'node:http'

export interface Load {
  readonly count: number
  readonly rate: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly failed: number
}

/** Asks the addresses in turn over kept connections for a while, each connection one question at a time. */
export async function getLoad(addresses: readonly string[], connections: number, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const until = performance.now() + seconds * 1000
  const times: number[] = []
  let failed = 0
  let turn = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const asked = performance.now()
        const status = await get(agent, addresses[turn++ % addresses.length]!)
        times.push(performance.now() - asked)
        if (status !== 200) failed++
      }
    }),
  )
  const elapsed = (performance.now() - began) / 1000
  agent.destroy()
  return { count: times.length, rate: times.length / elapsed, failed, ...percentiles(times) }
}

function get(agent: Agent, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(address, { agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', reject)
      .end()
  })
}

export function percentiles(times: number[]): { p50: number; p95: number; p99: number } {
  times.sort((a, b) => a - b)
  return { p50: times[Math.floor(times.length * 0.5)] ?? 0, p95: times[Math.floor(times.length * 0.95)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0 }
}
