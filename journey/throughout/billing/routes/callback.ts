import { allow, type Routes } from '#platform/http/index.ts'
import { receiveCallback } from '../channels/receive-callback.ts'
import { CallbackRefused } from '../errors.ts'

/** Whoever is not thanked in their own words calls again and again. */
const callers = [
  { channel: 'wechatpay', path: '', thanks: undefined }, { channel: 'wechatpay', path: '/:institutionId', thanks: undefined },
  { channel: 'alipay', path: '/:institutionId', thanks: 'success' },
] as const

/** Where the payment channels call. Signatures are about bytes, so the body stays as it came. */
export const callbackRoutes: Routes = (app, services) => {
  void app.register(async (corner) => {
    corner.removeAllContentTypeParsers()
    corner.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    for (const { channel, path, thanks } of callers) {
      corner.post(`/api/billing/${channel}/notify${path}`, {
        bodyLimit: 64 * 1024,
        schema: { hide: true },
        config: { access: allow('anyone'), purpose: 'payment', outcomes: [CallbackRefused] },
      }, async (request, reply) => {
        const headers = (name: string) => {
          const value = request.headers[name]
          return typeof value === 'string' ? value : undefined
        }
        const { institutionId } = request.params as { institutionId?: string }
        const addressedTo = institutionId !== undefined && /^\d{1,9}$/.test(institutionId) ? Number(institutionId) : undefined
        await receiveCallback(services, channel, { headers, body: typeof request.body === 'string' ? request.body : '', addressedTo })
        return thanks === undefined ? reply.code(204).send() : reply.type('text/plain; charset=utf-8').send(thanks)
      })
    }
  })
}
