import { Agent, request } from 'node:http'

export interface Reply {
  readonly status: number
  readonly body: unknown
}

export interface Client {
  ask(method: 'GET' | 'POST', path: string, token: string, body?: object): Promise<Reply>
  readonly statuses: Map<number, number>
  /** From wanting to ask until the whole answer, the wait for a connection included. */
  readonly milliseconds: number[]
  close(): void
}

let keys = 0

/** Many people over a bounded number of connections to several servers of one product. */
export function client(ports: readonly number[], connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' })
  const statuses = new Map<number, number>()
  const milliseconds: number[] = []
  let turn = 0
  return {
    statuses, milliseconds,
    close: () => agent.destroy(),
    ask: (method, path, token, body) => new Promise((resolve, reject) => {
      const began = performance.now()
      const text = body === undefined ? '' : JSON.stringify(body)
      const headers: Record<string, string | number> = { cookie: `liuxin_session=${token}` }
      if (method === 'POST') headers['idempotency-key'] = `waiting-room-${++keys}`
      if (text) Object.assign(headers, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      const sent = request({ agent, host: '127.0.0.1', port: ports[turn++ % ports.length]!, method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const status = response.statusCode ?? 0
          milliseconds.push(performance.now() - began)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          const answer = Buffer.concat(chunks).toString()
          resolve({ status, body: answer.startsWith('{') ? (JSON.parse(answer) as unknown) : answer })
        })
      })
      sent.on('error', reject)
      sent.end(text)
    }),
  }
}
