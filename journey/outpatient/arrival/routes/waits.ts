import { z } from 'zod'
import { allow, query, type Routes } from '#platform/http/index.ts'
import { HonestWaits } from '../contract.ts'
import { honestWaits } from '../queries/honest-waits.ts'

/** What the figures on phones were worth. */
export const waitsRoutes: Routes = (app) => {
  app.get('/api/arrival/waits', {
    schema: {
      operationId: 'readHonestWaits', summary: 'Promised waits and what came true, by department and day', tags: ['arrival'],
      querystring: z.object({ days: z.coerce.number().int().min(1).max(31).default(7) }), response: { 200: HonestWaits },
    },
    config: { access: allow('nurse', 'registrar', 'manager', 'physician', 'admin'), purpose: 'operations' },
  }, (request) => query(request, (tx, context) => honestWaits(tx, context, request.query.days)))
}
