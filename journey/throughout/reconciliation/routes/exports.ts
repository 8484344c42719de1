import { z } from 'zod'
import { query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { Day } from '../contract.ts'
import { writeDay } from '../export/write-day.ts'
import { at, looking } from '../policy.ts'
import { differences } from '../queries/differences.ts'
import { financeDay } from '../queries/finance-day.ts'
import { trailOf } from '../queries/trail.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const exportRoutes: Routes = (app) => {
  app.get('/api/reconciliation/days/:day/export', {
    schema: { operationId: 'exportFinanceDay', summary: 'A day as a spreadsheet: figures, payments and refunds, shifts, differences', tags: ['reconciliation', 'finance'], params: z.object({ day: Day }) },
    config: looking,
  }, async (request, reply) => {
    const { day } = request.params
    const file = await query(request, async (tx, context) => {
      const found = await financeDay(tx, context, at(context), day)
      const [open, closed] = [await differences(tx, context, at(context), { state: 'open', day }), await differences(tx, context, at(context), { state: 'closed', day })]
      return writeDay(found, await trailOf(tx, context, at(context), { day }), [...open, ...closed], languageOf(request.headers))
    })
    return reply.header('content-disposition', `attachment; filename="liuxin-${day}.xlsx"; filename*=UTF-8''${encodeURIComponent(`日结 ${day}`)}.xlsx`).header('cache-control', 'private, no-store').type(XLSX).send(file)
  })
}
