import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isNamed, originOf } from '#platform/fhir/index.ts'
import { type App, allow, type Routes } from '#platform/http/index.ts'
import { publicationOf, publications } from './queries/publications.ts'

const open = { schema: { hide: true }, config: { access: allow('anyone'), purpose: 'operations' } } as const
const KEEP = 'public, max-age=60'

/** SMART Scheduling Links: what everybody may know of places, clinics and times, as files. No sign-in, from any origin. */
export const bulkRoutes: Routes = (app, services) => {
  void app.register(async (plain) => {
    const scope = plain as unknown as App
    scope.addHook('onSend', async (_request, reply) => {
      void reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    })

    scope.get('/fhir/R4/$bulk-publish', open, async (request, reply) => {
      const files = await publications(services.db)
      const etag = `W/"${createHash('sha256').update(files.map((one) => one.etag).join(' ')).digest('base64url').slice(0, 22)}"`
      void reply.header('etag', etag).header('cache-control', KEEP)
      if (isNamed(request.headers['if-none-match'], etag)) return reply.code(304).send()
      const origin = originOf(request)
      // Every file says at least what was true then.
      const transactionTime = files.reduce((earliest, one) => (one.madeAt < earliest ? one.madeAt : earliest), files[0]?.madeAt ?? services.clock.now())
      return reply.header('content-type', 'application/json; charset=utf-8').send({
        transactionTime: transactionTime.toISOString(),
        request: `${origin}/fhir/R4/$bulk-publish`,
        output: files.map(({ kind, institutionId, region }) => ({
          type: kind, url: `${origin}/fhir/R4/bulk/${kind}/${institutionId}.ndjson`, ...(region ? { extension: { state: [region] } } : {}),
        })),
        error: [],
      })
    })

    scope.get('/fhir/R4/bulk/:kind/:file', open, async (request, reply) => {
      const { kind = '', file = '' } = request.params as { kind?: string; file?: string }
      const institutionId = /^([1-9]\d{0,8})\.ndjson$/.exec(file)?.[1]
      const found = institutionId && /^[A-Za-z]{1,40}$/.test(kind) ? await publicationOf(services.db, Number(institutionId), kind) : undefined
      if (!found) return reply.callNotFound()
      const packed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      const etag = `"${found.etag}${packed ? '-gz' : ''}"`
      void reply.header('etag', etag).header('last-modified', found.changedAt.toUTCString()).header('cache-control', KEEP).header('vary', 'accept-encoding')
      if (isNamed(request.headers['if-none-match'], etag)) return reply.code(304).send()
      void reply.header('content-type', 'application/fhir+ndjson')
      const content = await found.content()
      if (packed) return reply.header('content-encoding', 'gzip').send(content)
      return reply.send(Readable.from([content]).pipe(createGunzip()))
    })
  })
}
