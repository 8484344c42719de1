import { allow, type Routes } from '#platform/http/index.ts'
import { receiveCallback } from '../channels/receive-callback.ts'
import { CallbackRefused } from '../errors.ts'

/** Where the payment channel calls. Signatures are about bytes, so the body stays as it came. */
export const callbackRoutes: Routes = (app, services) => {
  void app.register(async (corner) => {
    corner.removeAllContentTypeParsers()
    corner.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    for (const path of ['', '/:institutionId']) {
      corner.post(`/api/billing/wechatpay/notify${path}`, {
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
        await receiveCallback(services, 'wechatpay', { headers, body: typeof request.body === 'string' ? request.body : '', addressedTo })
        return reply.code(204).send()
      })
    }
  })
}
