import { randomUUID } from 'node:crypto'

/** What the server answered, when it was not what was hoped for. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, what: string) {
    super(`${what}: ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

export interface Counts {
  requests: number
  /** Requests sent again because nobody answered: the server or its database was away. */
  repeated: number
  refusals: Map<string, number>
  /** What nobody expected: faults of the server, or of this program. */
  failures: string[]
  answerMs: number[]
}

export function newCounts(): Counts {
  return { requests: 0, repeated: 0, refusals: new Map(), failures: [], answerMs: [] }
}

/** One signed-in person or desk, as a browser would be: keeps its cookies, sends a write's key again when it is repeated. */
export interface Session {
  get<T>(path: string): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>
}

const PATIENCE_MS = 120_000
const PAUSE_MS = 250

/** With a `device`, the number that a browser was given before: several accounts on one. */
export function openSession(base: string, counts: Counts, channel: string, { device }: { readonly device?: string } = {}): Session {
  const cookies = new Map<string, string>(device === undefined ? [] : [['liuxin_device', device]])

  async function ask<T>(method: string, path: string, body: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': 'en', 'x-channel': channel }
    if (method !== 'GET') headers['idempotency-key'] = randomUUID()
    if (body !== undefined) headers['content-type'] = 'application/json'
    const giveUpAt = performance.now() + PATIENCE_MS
    for (;;) {
      counts.requests++
      headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const began = performance.now()
      const response = await fetch(base + path, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }).catch(() => null)
      if (response && response.status !== 503 && response.status !== 502) {
        counts.answerMs.push(performance.now() - began)
        keepCookies(response)
        return read<T>(response, `${method} ${path}`)
      }
      if (performance.now() > giveUpAt) throw new Error(`${method} ${path}: nobody answered for ${PATIENCE_MS / 1000} s`)
      counts.repeated++
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  function keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  async function read<T>(response: Response, what: string): Promise<T> {
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    const value: unknown = isJson && text ? JSON.parse(text) : text
    if (response.status < 400) return value as T
    const code = (value as { code?: string }).code ?? 'no code'
    counts.refusals.set(code, (counts.refusals.get(code) ?? 0) + 1)
    throw new Refused(response.status, code, what)
  }

  return {
    get: (path) => ask('GET', path, undefined),
    send: (method, path, body) => ask(method, path, body),
  }
}

/** Runs the work of many at once, at most `atOnce` of them. */
export async function each<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    while (next < items.length) {
      const index = next++
      await work(items[index]!, index)
    }
  }))
}
