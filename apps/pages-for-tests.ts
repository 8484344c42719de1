import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PagesForTests { readonly url: string; close(): Promise<void> }

const built = fileURLToPath(new URL('../dist/web/', import.meta.url))
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json' }

type Answers = (path: string) => unknown

async function answer(url: string, response: ServerResponse, answers: Answers): Promise<void> {
  const { pathname } = new URL(url, 'http://pages')
  if (pathname.startsWith('/api/')) {
    const known = answers(pathname)
    if (known !== undefined) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known))
    response.writeHead(401, { 'content-type': 'application/problem+json' }).end('{"code":"access.signed-out","title":"Please sign in"}')
    return
  }
  const app = /^\/(staff|board|kiosk)(?:\/|$)/.exec(pathname)?.[1] ?? 'patient'
  const path = app === 'patient' ? pathname : pathname.slice(app.length + 1)
  const file = extname(path) ? path : '/index.html'
  const content = await readFile(`${built}${app}${file}`).catch(() => undefined)
  response.writeHead(content ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(content)
}

/** Serves the built pages alone, where a test is about pages and needs no database behind them. The API answers what the test gives it, and otherwise "signed out". */
export async function servePagesForTests(answers: Answers = () => undefined): Promise<PagesForTests> {
  const server = createServer((request, response) => void answer(request.url ?? '/', response, answers))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()) }),
  }
}
