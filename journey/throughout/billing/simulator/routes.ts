import type { Routes } from '#platform/http/index.ts'
import { simulatorApi } from './api-routes.ts'
import { payerPages } from './payer-pages.ts'

/** The simulated channel, in a demonstration only. Its own corner of the server: signatures are about bytes, so bodies stay text here. */
export const simulatorRoutes: Routes = (app, services) => {
  if (!services.config.demo || services.config.wechatPay) return
  void app.register(async (corner) => {
    corner.removeAllContentTypeParsers()
    corner.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    simulatorApi(corner, services)
    payerPages(corner, services)
  })
}
