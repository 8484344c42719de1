import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from '#platform/http/index.ts'

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
/** Longest prefix first: the patient's front end answers everything that is nobody else's. */
const FRONTS = [
  { folder: 'staff', prefix: '/staff/' },
  { folder: 'board', prefix: '/board/' },
  { folder: 'kiosk', prefix: '/kiosk/' },
  { folder: 'patient', prefix: '/' },
] as const
const NOT_PAGES = /^\/(api|fhir|simulator)(\/|$)/
const FOREVER = 'public, max-age=31536000, immutable'

/**
 * Serves the four built front ends. A file is read when it is asked for, so that pages built anew are served without a
 * restart; a file that is gone is a 404, never a page in its place; any other address is the front end's own to route.
 */
export async function servePages(app: App): Promise<void> {
  await app.register(fastifyStatic, { root: BUILT, serve: false, preCompressed: true, cacheControl: false, index: false })
  for (const { folder, prefix } of FRONTS) {
    if (!existsSync(`${BUILT}${folder}/index.html`)) continue
    const hidden = { schema: { hide: true } }
    if (prefix !== '/') app.get(prefix.slice(0, -1), hidden, (_request, reply) => reply.redirect(prefix))
    app.get(`${prefix}*`, hidden, (request, reply) => {
      const path = (request.params as { '*': string })['*']
      if (prefix === '/' && NOT_PAGES.test(`/${path}`)) return reply.callNotFound()
      const isFile = extname(path) !== ''
      if (folder === 'kiosk') letSpeakWithDevices(reply)
      void reply.header('cache-control', path.startsWith('assets/') ? FOREVER : 'no-cache')
      return reply.sendFile(isFile ? `${folder}/${path}` : `${folder}/index.html`)
    })
  }
}

/** A machine's page also speaks with the program on the same machine that drives its reader and printer. */
function letSpeakWithDevices(reply: FastifyReply): void {
  const policy = reply.raw.getHeader('content-security-policy')
  if (typeof policy === 'string') reply.raw.setHeader('content-security-policy', policy.replace("connect-src 'self'", "connect-src 'self' http://127.0.0.1:17580"))
}
