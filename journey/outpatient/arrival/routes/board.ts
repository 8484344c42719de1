import { z } from 'zod'
import { ZoneNotFound } from '#engines/queue/index.ts'
import { allow, query, type Routes } from '#platform/http/index.ts'
import { BoardPage } from '../contract.ts'
import { boardPage } from '../queries/board-page.ts'

/** What hangs on the wall is for everybody: a board needs no sign-in and shows masked names only. */
export const boardRoutes: Routes = (app) => {
  app.get('/api/arrival/boards/:institutionId/:zoneId', {
    schema: {
      operationId: 'readBoard', summary: 'The board of a waiting zone', tags: ['arrival'],
      params: z.object({ institutionId: z.coerce.number().int(), zoneId: z.string().max(40) }), response: { 200: BoardPage },
    },
    config: { access: allow('anyone'), purpose: 'operations', outcomes: [ZoneNotFound] },
  }, (request) => query(request, (tx, context) => boardPage(tx, context, request.params.institutionId, request.params.zoneId)))
}
