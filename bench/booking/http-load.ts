import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface Answers {
  /** How many of each status. */
  readonly statuses: ReadonlyMap<number, number>
  readonly milliseconds: readonly number[]
  readonly seconds: number
}

export interface Load {
  readonly port: number
  readonly connections: number
  /** Until this much time is over, or `most` requests are sent. */
  readonly seconds: number
  readonly most: number
  /** The n-th request: cookie and body. */
  request(n: number): { readonly token: string; readonly body: string }
}

/**
 * A closed loop: each connection sends its next request when it has its answer. Written on bare sockets, so that the
 * load takes as little as possible of the processor it shares with what is measured.
 */
export async function httpLoad(load: Load): Promise<Answers> {
  const statuses = new Map<number, number>()
  const milliseconds: number[] = []
  const until = performance.now() + load.seconds * 1000
  let next = 0
  const began = performance.now()

  async function client(): Promise<void> {
    const socket = await opened(load.port)
    try {
      while (next < load.most && performance.now() < until) {
        const { token, body } = load.request(next++)
        const sentAt = performance.now()
        const status = await ask(socket, token, body)
        milliseconds.push(performance.now() - sentAt)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: load.connections }, client))
  return { statuses, milliseconds, seconds: (performance.now() - began) / 1000 }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

function ask(socket: Socket, token: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    let whole = -1
    const hear = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (whole < 0) {
        const head = text.indexOf('\r\n\r\n')
        if (head < 0) return
        const length = /content-length: (\d+)/i.exec(text.slice(0, head))
        if (!length) return fail(new Error('an answer without a length'))
        whole = head + 4 + Number(length[1])
      }
      if (text.length < whole) return
      stop()
      resolve(Number(text.slice(9, 12)))
    }
    const fail = (error?: unknown) => {
      stop()
      reject(error instanceof Error ? error : new Error('the connection was closed'))
    }
    const stop = () => {
      socket.off('data', hear)
      socket.off('error', fail)
      socket.off('close', fail)
    }
    socket.on('data', hear)
    socket.on('error', fail)
    socket.on('close', fail)
    socket.write(`POST /api/booking/appointments HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: liuxin_session=${token}\r\nidempotency-key: ${randomUUID()}\r\n`
      + `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  })
}
