import type { AddressInfo } from 'node:net'
import type { App } from '#platform/http/index.ts'

/** How this server reaches itself: the simulators of a demonstration live in it. Known once it listens. */
export function ownUrl(app: App): () => string {
  return () => {
    const address = app.server.address() as AddressInfo | null
    if (!address || typeof address === 'string') throw new Error('the server does not listen yet')
    const host = address.family === 'IPv6' ? `[${address.address === '::' ? '::1' : address.address}]` : address.address === '0.0.0.0' ? '127.0.0.1' : address.address
    return `http://${host}:${address.port}`
  }
}
