/**
 * Lets a machine on a wall or in a hall open its page while the server is away. It keeps the files of one build and nothing else:
 * no answer of the server is ever looked at here. Online the page always comes from the server; a newer build is kept whole, or
 * not at all, before it takes over.
 */
declare const APP: string
declare const SHELL_FILES: readonly string[]
declare const VERSION: string

interface Waiting extends Event { waitUntil(promise: Promise<unknown>): void }
interface Fetching extends Waiting { readonly request: Request; respondWith(response: Promise<Response>): void }
interface Worker {
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}

const worker = globalThis as unknown as Worker
const base = `/${APP}/`
const shell = `${APP}-${VERSION}`
/** The build before stays as well: a page that is open still asks for its own files. */
const keptBuilds = 2
/** A server that is away may also be silent; so long the machine waits for it before it opens what it keeps. */
const patienceMs = 4_000

worker.addEventListener('install', (event) => event.waitUntil(keepBuild().then(() => worker.skipWaiting())))
worker.addEventListener('activate', (event) => event.waitUntil(forgetOldBuilds().then(() => worker.clients.claim())))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(base)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (url.pathname.startsWith(`${base}assets/`)) event.respondWith(kept(request))
})

/** A page of one build with the files of another would open to nothing: then this build is not kept, and tried again later. */
async function keepBuild(): Promise<void> {
  const cache = await caches.open(shell)
  await cache.addAll([...SHELL_FILES])
  const text = await (await cache.match(base))?.text()
  const script = /<script[^>]*\ssrc="([^"]+)"/.exec(text ?? '')?.[1]
  if (script && SHELL_FILES.includes(script)) return
  await caches.delete(shell)
  throw new Error('The server has another build by now.')
}

async function forgetOldBuilds(): Promise<void> {
  const mine = (await caches.keys()).filter((name) => name.startsWith(`${APP}-`) && name !== shell)
  for (const name of mine.slice(0, Math.max(0, mine.length - keptBuilds + 1))) await caches.delete(name)
}

async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patienceMs) })
    if (response.status < 502) return response
  } catch { /* away, or silent: what is kept opens */ }
  return (await (await caches.open(shell)).match(base)) ?? fetch(request)
}

// Hashed names never change their content.
async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

export {}
