import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from '#platform/http/index.ts'

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const FRONTS = [
  { folder: 'staff', prefix: '/staff/' },
  { folder: 'board', prefix: '/board/' },
  { folder: 'kiosk', prefix: '/kiosk/' },
  { folder: 'patient', prefix: '/' },
] as const
const HASHED = /\/assets\//

/** Serves the four built front ends; an address a page's own router knows gets that front end's index. */
export async function servePages(app: App): Promise<void> {
  const built = FRONTS.filter((front) => existsSync(`${BUILT}${front.folder}/index.html`))
  for (const [i, front] of built.entries()) {
    await app.register(fastifyStatic, {
      root: `${BUILT}${front.folder}`,
      prefix: front.prefix,
      decorateReply: i === 0,
      preCompressed: true,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        void reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    const index = (reply: FastifyReply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html', `${BUILT}${front.folder}`, { cacheControl: false })
    app.get(`${front.prefix}*`, { schema: { hide: true } }, (request, reply) => {
      if (/^\/(api|fhir|simulator)\//.test(request.url)) return reply.callNotFound()
      return index(reply)
    })
    if (front.prefix === '/') app.get('/', { schema: { hide: true } }, (_request, reply) => index(reply))
    else app.get(front.prefix.slice(0, -1), { schema: { hide: true } }, (_request, reply) => reply.redirect(front.prefix))
  }
}
