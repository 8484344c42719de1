import { keyOf, settle } from './idempotency.ts'
import { Problem, readProblem } from './problem.ts'

export type Query = Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>
export type Options = {
  body?: unknown
  query?: Query | undefined
  /** Only when the caller has its own name for the act; otherwise method, path and body name it. */
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
  /** Set where being signed out is a normal answer, so that nobody is sent to sign in. */
  anonymous?: boolean | undefined
  /** What a machine shows with every request, such as its pass. */
  headers?: Readonly<Record<string, string>> | undefined
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

// The page's language is the reader's; without a page (a test, a script) it is Chinese.
const page = globalThis as { document?: { documentElement: { lang: string } } }
const signedOut = new Set<() => void>()
const stale = new Set<(seenAt: Date | undefined) => void>()

/** Calls back when the server says 401; returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

/** Calls back with the age of an answer kept from earlier (no network), or undefined when answers are fresh again. */
export function onStale(listener: (seenAt: Date | undefined) => void): () => void {
  stale.add(listener)
  return () => stale.delete(listener)
}

function address(path: string, query: Query | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const asked = search.toString()
  return asked ? `${path}?${asked}` : path
}

function headersOf(options: Options, key: string | undefined): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': page.document?.documentElement.lang || 'zh-CN' })
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  if (key !== undefined) headers.set('idempotency-key', key)
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value)
  return headers
}

async function reach(method: Method, url: string, options: Options, key: string | undefined, payload: string | undefined): Promise<Response> {
  try {
    return await fetch(url, { method, headers: headersOf(options, key), credentials: 'same-origin', ...(payload === undefined ? {} : { body: payload }), ...(options.signal ? { signal: options.signal } : {}) })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new Problem({ status: 0, code: 'client.offline', title: '' })
  }
}

function noteAge(response: Response): void {
  const seen = response.headers.get('x-seen-at')
  for (const listener of stale) listener(seen === null ? undefined : new Date(seen))
}

async function call<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const url = address(path, options.query)
  const payload = options.body === undefined ? undefined : JSON.stringify(options.body)
  const act = method === 'GET' ? undefined : `${method} ${url} ${payload ?? ''}`
  const key = act === undefined ? undefined : (options.idempotencyKey ?? keyOf(act))
  const response = await reach(method, url, options, key, payload)
  // From here the outcome is known, except when the server itself broke: then the next press is the same act.
  if (act !== undefined && response.status < 500) settle(act)
  if (method === 'GET') noteAge(response)
  if (!response.ok) {
    if (response.status === 401 && !options.anonymous) for (const listener of signedOut) listener()
    throw await readProblem(response)
  }
  if (response.status === 204) return undefined as T
  return (await response.json().catch(() => undefined)) as T
}

/**
 * The platform's API. Answers are typed by the caller from the module's contract; failures are always a `Problem`.
 * Writes carry an Idempotency-Key that stays the same until the outcome of the act is known.
 */
export const api = {
  get: <T>(path: string, options?: Omit<Options, 'body' | 'idempotencyKey'>) => call<T>('GET', path, options),
  post: <T>(path: string, options?: Options) => call<T>('POST', path, options),
  put: <T>(path: string, options?: Options) => call<T>('PUT', path, options),
  patch: <T>(path: string, options?: Options) => call<T>('PATCH', path, options),
  delete: <T>(path: string, options?: Options) => call<T>('DELETE', path, options),
}
