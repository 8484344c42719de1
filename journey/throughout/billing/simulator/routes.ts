import type { App, Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { alipayGateway } from './alipay/gateway.ts'
import { alipayPages } from './alipay/payer-pages.ts'
import { cardGateway } from './bankcard/gateway.ts'
import { readerPages } from './bankcard/reader-pages.ts'
import { simulatorApi } from './api-routes.ts'
import { payerPages } from './payer-pages.ts'

/** The simulated channels, in a demonstration only. Their own corner of the server: signatures are about bytes, so bodies stay text here. */
export const simulatorRoutes: Routes = (app, services) => {
  const { demo, wechatPay, alipay, bankcard } = services.config
  if (!demo) return
  const corner = (...parts: readonly ((app: App, services: Services) => void)[]) => void app.register(async (own) => {
    own.removeAllContentTypeParsers()
    own.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    for (const part of parts) part(own, services)
  })
  if (!wechatPay) corner(simulatorApi, payerPages)
  if (!alipay) corner(alipayGateway, alipayPages)
  if (!bankcard) corner(cardGateway, readerPages)
}
