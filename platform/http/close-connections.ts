import type { Socket } from 'node:net'
import type { App } from './app.ts'

/**
 * Lets closing wait for requests and for nothing else. Browsers open connections ahead of need: one that never asked
 * anything, or whose request ends while we close, would otherwise hold the process for a minute.
 */
export function closeUnusedConnections(app: App): void {
  const asking = new Map<Socket, number>()
  app.server.on('connection', (socket) => {
    asking.set(socket, 0)
    socket.once('close', () => asking.delete(socket))
  })
  app.server.on('request', (request, response) => {
    const { socket } = request
    asking.set(socket, (asking.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = asking.get(socket)
      if (left !== undefined) asking.set(socket, left - 1)
    })
  })
  app.addHook('preClose', async () => {
    const sweep = setInterval(() => {
      for (const [socket, requests] of asking) if (requests === 0) socket.destroySoon()
    }, 100).unref()
    app.server.once('close', () => clearInterval(sweep))
  })
}
