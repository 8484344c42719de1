import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { Advice, Decision, DrillQuery, DrillRow, OperationsNow } from './contract.ts'
import { daySheet } from './day-sheet.ts'
import { AdviceDecided, AdviceNotFound, ReasonNeeded } from './errors.ts'
import { decideAdvice } from './operations/decide-advice.ts'
import { adviceHere } from './queries/advice.ts'
import { drill } from './queries/drill.ts'
import { operationsNow } from './queries/operations-now.ts'

const tags = ['operations']
const office = { access: allow('manager'), purpose: 'operations' }

/** The outpatient office: the hospital now, what is expected, what to do about it. */
export const routes: Routes = (app) => {
  app.get('/api/operations/now', {
    schema: { operationId: 'readOperations', summary: 'Arrivals beside the forecast, waits, bottlenecks, heat map', tags, response: { 200: OperationsNow } },
    config: office,
  }, (request) => query(request, operationsNow))

  app.get('/api/operations/rows', {
    schema: { operationId: 'drillOperations', summary: 'The people behind a figure, names masked', tags, querystring: DrillQuery, response: { 200: z.array(DrillRow) } },
    config: office,
  }, (request) => query(request, (tx, context) => drill(tx, context, request.query)))

  app.get('/api/operations/day.xlsx', {
    schema: { operationId: 'exportOperations', summary: 'The day by department and hour for a spreadsheet', tags },
    config: office,
  }, async (request, reply) => {
    const now = await query(request, operationsNow)
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="operations-${now.asOf.slice(0, 10)}.xlsx"`).send(await daySheet(now, languageOf(request.headers)))
  })

  app.get('/api/operations/advice', {
    schema: { operationId: 'listCapacityAdvice', summary: 'Where another doctor or an evening session would help, and what became of earlier advice', tags, response: { 200: z.array(Advice) } },
    config: office,
  }, (request) => query(request, adviceHere))

  app.post('/api/operations/advice/:id/decision', {
    schema: { operationId: 'decideCapacityAdvice', summary: 'Take the advice, or say why not', tags, params: z.object({ id: z.uuid() }), body: Decision, response: { 200: z.array(Advice) } },
    config: { ...office, outcomes: [AdviceNotFound, AdviceDecided, ReasonNeeded] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await decideAdvice(tx, context, request.params.id, request.body)
    return adviceHere(tx, context)
  }))
}
