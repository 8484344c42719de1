import { z } from 'zod'
import { command, query, type Routes } from '#platform/http/index.ts'
import { CloseDay, Dashboard, Day, DayInList, FinanceDay, ShiftReport, TrailEntry, TrailLine } from '../contract.ts'
import { DayClosed, DayNotReady, FiguresChanged, ShiftNotFound, TooManyDays } from '../errors.ts'
import { closeDay } from '../operations/close-day.ts'
import { at, doing, looking, ofAShift } from '../policy.ts'
import { asListed, closesBetween } from '../queries/closes.ts'
import { dashboard } from '../queries/dashboard.ts'
import { financeDay } from '../queries/finance-day.ts'
import { entriesBehind, shiftReport, trailOf } from '../queries/trail.ts'

const tags = ['reconciliation', 'finance']
const Span = z.object({ from: Day, to: Day })
/** A department's number; 'none' for money that belongs to none in particular. */
const Department = z.union([z.literal('none').transform(() => null), z.coerce.number().int()])

export const dayRoutes: Routes = (app) => {
  app.get('/api/reconciliation/dashboard', {
    schema: { operationId: 'readFinanceDashboard', summary: 'Income, refunds, what is unknown and what is unexplained, over some days', tags, querystring: Span, response: { 200: Dashboard } },
    config: { ...looking, outcomes: [TooManyDays] },
  }, (request) => query(request, (tx, context) => dashboard(tx, context, at(context), request.query.from, request.query.to)))

  app.get('/api/reconciliation/closes', {
    schema: { operationId: 'listClosedDays', summary: 'The closed days, newest first', tags, querystring: Span, response: { 200: z.array(DayInList) } },
    config: looking,
  }, (request) => query(request, async (tx, context) => (await closesBetween(tx, at(context), request.query.from, request.query.to)).map(asListed)))

  app.get('/api/reconciliation/days/:day', {
    schema: { operationId: 'readFinanceDay', summary: 'A day\'s figures, frozen or as they are, and what stands in the way of closing it', tags, params: z.object({ day: Day }), response: { 200: FinanceDay } },
    config: looking,
  }, (request) => query(request, (tx, context) => financeDay(tx, context, at(context), request.params.day)))

  app.post('/api/reconciliation/days/:day/close', {
    schema: { operationId: 'closeFinanceDay', summary: 'Freeze a day\'s figures as they were shown', tags, params: z.object({ day: Day }), body: CloseDay, response: { 200: FinanceDay } },
    config: { ...doing, outcomes: [DayClosed, DayNotReady, FiguresChanged] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => closeDay(tx, context, request.params.day, request.body)))

  app.get('/api/reconciliation/trail', {
    schema: {
      operationId: 'readTrail', summary: 'The payments and refunds behind a figure', tags, response: { 200: z.array(TrailLine) },
      querystring: z.object({ day: Day, channel: z.string().max(20).optional(), departmentId: Department.optional() }),
    },
    config: looking,
  }, (request) => query(request, (tx, context) => trailOf(tx, context, at(context), request.query)))

  app.get('/api/reconciliation/trail/:kind/:id', {
    schema: { operationId: 'readTrailEntries', summary: 'What the ledger wrote for a payment or a refund', tags, params: z.object({ kind: z.enum(['payment', 'refund']), id: z.uuid() }), response: { 200: z.array(TrailEntry) } },
    config: looking,
  }, (request) => query(request, (tx, context) => entriesBehind(tx, at(context), request.params.kind, request.params.id)))

  app.get('/api/reconciliation/shifts/:id', {
    schema: { operationId: 'readShiftReport', summary: 'A cashier\'s shift as it is printed and signed', tags, params: z.object({ id: z.uuid() }), response: { 200: ShiftReport } },
    config: { ...ofAShift, outcomes: [ShiftNotFound] },
  }, (request) => query(request, (tx, context) => shiftReport(tx, context, at(context), request.params.id)))
}
