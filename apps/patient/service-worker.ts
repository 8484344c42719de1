/**
 * Keeps the patient app usable without a network: the app itself, and what the reader last saw, each answer with the time it was
 * seen. Writes always go to the network and nowhere else. Signing in or out forgets everything seen.
 */
declare const SHELL_FILES: readonly string[]
declare const VERSION: string

interface Waiting extends Event { waitUntil(promise: Promise<unknown>): void }
interface Fetching extends Waiting { readonly request: Request; readonly clientId: string; respondWith(response: Promise<Response>): void }
interface Worker {
  readonly clients: { claim(): Promise<void>; get(id: string): Promise<{ readonly url: string } | undefined> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}

const worker = globalThis as unknown as Worker
const shell = `shell-${VERSION}`
const seen = 'seen'
const keptAnswers = 80
const keptMs = 7 * 86_400_000

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll([...SHELL_FILES])).then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldShells().then(() => worker.clients.claim()))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin || /^\/(staff|board|kiosk|fhir|simulator)(\/|$)/.test(url.pathname)) return
  if (request.method !== 'GET') {
    if (/^\/api\/access\/(?!preferences)/.test(url.pathname)) event.waitUntil(caches.delete(seen))
    return
  }
  if (url.pathname.startsWith('/api/realtime')) return
  if (url.pathname.startsWith('/api/')) event.respondWith(answer(event))
  else if (request.mode === 'navigate') event.respondWith(page(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

async function forgetOldShells(): Promise<void> {
  // What the machines in the hall keep under this address is theirs.
  for (const name of await caches.keys()) if (name.startsWith('shell-') && name !== shell) await caches.delete(name)
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match('/')) ?? Response.error()
  }
}

// Hashed names never change their content.
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await (await caches.open(shell)).put(request, response.clone())
  return response
}

async function answer({ request, clientId }: Fetching): Promise<Response> {
  const client = clientId === '' ? undefined : await worker.clients.get(clientId)
  // The staff desks share our address; what they read is never kept.
  if (client && /^\/(staff|board|kiosk)(\/|$)/.test(new URL(client.url).pathname)) return fetch(request)
  try {
    const response = await fetch(request)
    if (response.status === 401) await caches.delete(seen)
    if (response.ok) await keep(request, response.clone())
    return response
  } catch (fault) {
    const kept = await (await caches.open(seen)).match(request, { ignoreVary: true })
    if (kept && Date.now() - Date.parse(kept.headers.get('x-seen-at') ?? '') < keptMs) return kept
    throw fault
  }
}

async function keep(request: Request, response: Response): Promise<void> {
  if (!response.headers.get('content-type')?.includes('json')) return
  const headers = new Headers(response.headers)
  headers.set('x-seen-at', new Date().toISOString())
  const cache = await caches.open(seen)
  await cache.put(request, new Response(await response.blob(), { status: 200, headers }))
  const kept = await cache.keys()
  for (const old of kept.slice(0, Math.max(0, kept.length - keptAnswers))) await cache.delete(old)
}
