import { z } from 'zod'
import type { Routes } from '#platform/http/index.ts'
import { answer } from './answer.ts'
import { behave, behaviourOf, BehaviourChange } from './behaviour.ts'
import { statementOf } from './statement.ts'

/** The simulated insurer, in a demonstration only. Its own corner of the server: signatures are about bytes, so bodies stay text here. */
export const simulatorRoutes: Routes = (app, services) => {
  if (!services.config.demo || services.config.insurance) return
  void app.register(async (corner) => {
    corner.removeAllContentTypeParsers()
    corner.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    corner.post('/simulator/insurer/exchange', { schema: { hide: true } }, async (request, reply) => {
      const said = await answer(services, String(request.body))
      // Nobody waits here for what never comes: the caller hears of it as of a broken line.
      return said === undefined ? reply.code(504).send('') : reply.type('application/json').send(said)
    })
    corner.get('/simulator/insurer/statement', { schema: { hide: true } }, async (request, reply) => {
      const { fixmedins_code, day } = z.object({ fixmedins_code: z.string().length(12), day: z.iso.date() }).parse(request.query)
      return reply.type('text/tab-separated-values; charset=utf-8').send(await statementOf(services, fixmedins_code, day))
    })
    corner.get('/simulator/insurer/behaviour', { schema: { hide: true } }, () => behaviourOf(services.pool))
    corner.post('/simulator/insurer/behaviour', { schema: { hide: true } }, (request) => behave(services.pool, BehaviourChange.parse(JSON.parse(String(request.body)))))
  })
}
