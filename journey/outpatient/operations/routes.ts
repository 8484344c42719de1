import { z } from 'zod'
import { type App, allow, command, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { CannotApply, CannotTakeBack, ChangeNotFound, PreviewOutdated } from '#journey/previsit/supply/index.ts'
import { Advice, Choice, Choices, Decision, DrillQuery, DrillRow, ExtraPreview, Notice, OperationsNow } from './contract.ts'
import { type AdviceRow, adviceById } from './advice-row.ts'
import { daySheet } from './day-sheet.ts'
import {
  AdviceDecided, AdviceNotFound, ClinicNotFitting, DoctorNotFree, NotAccepted, NoticeNotFound, ReasonNeeded, RoomTaken, SomebodyBooked, TooLate, TooLateToTakeBack,
} from './errors.ts'
import { decideAdvice } from './operations/decide-advice.ts'
import { seeNotice } from './operations/see-notice.ts'
import { takeBackAdvice } from './operations/take-back-advice.ts'
import { adviceHere } from './queries/advice.ts'
import { drill } from './queries/drill.ts'
import { extraChoices } from './queries/extra-choices.ts'
import { previewExtra } from './queries/extra-preview.ts'
import { myNotices } from './queries/notices.ts'
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
  adviceRoutes(app)
  noticeRoutes(app)
}

const Numbered = z.object({ id: z.uuid() })
const choosing = [AdviceNotFound, AdviceDecided, DoctorNotFree, ClinicNotFitting, RoomTaken, TooLate]

function adviceRoutes(app: App): void {
  app.get('/api/operations/advice', {
    schema: { operationId: 'listCapacityAdvice', summary: 'Where another doctor or an evening session would help, and what became of earlier advice', tags, response: { 200: z.array(Advice) } },
    config: office,
  }, (request) => query(request, adviceHere))

  app.get('/api/operations/advice/:id/choices', {
    schema: { operationId: 'listExtraSessionChoices', summary: 'Who could come, with which clinic, in which room; who cannot, and why', tags, params: Numbered, response: { 200: Choices } },
    config: { ...office, outcomes: [AdviceNotFound, AdviceDecided] },
  }, (request) => query(request, async (tx, context) => extraChoices(tx, context, context.institutionId!, await openAdvice(tx, context, request.params.id))))

  app.post('/api/operations/advice/:id/preview', {
    schema: { operationId: 'previewExtraSession', summary: 'Exactly the session that accepting would make', tags, params: Numbered, body: Choice, response: { 200: ExtraPreview } },
    config: { ...office, outcomes: choosing },
  }, (request) => query(request, async (tx, context) => previewExtra(tx, context, context.institutionId!, await openAdvice(tx, context, request.params.id), request.body)))

  app.post('/api/operations/advice/:id/decision', {
    schema: { operationId: 'decideCapacityAdvice', summary: 'Take the advice and make its session as it was shown, or say why not', tags, params: Numbered, body: Decision, response: { 200: z.array(Advice) } },
    config: { ...office, outcomes: [...choosing, ReasonNeeded, PreviewOutdated, CannotApply] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await decideAdvice(tx, context, request.params.id, request.body)
    return adviceHere(tx, context)
  }))

  app.post('/api/operations/advice/:id/take-back', {
    schema: { operationId: 'takeBackCapacityAdvice', summary: 'Take the session back while nobody has a time in it; the advice is open again', tags, params: Numbered, response: { 200: z.array(Advice) } },
    config: { ...office, outcomes: [AdviceNotFound, NotAccepted, SomebodyBooked, TooLateToTakeBack, ChangeNotFound, CannotTakeBack] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await takeBackAdvice(tx, context, request.params.id)
    return adviceHere(tx, context)
  }))
}

async function openAdvice(tx: Tx, context: Context, id: string): Promise<AdviceRow> {
  const advice = await adviceById(tx, context.institutionId!, id, { hold: false })
  if (!advice) throw new AdviceNotFound({ id })
  if (advice.status !== 'open') throw new AdviceDecided()
  return advice
}

function noticeRoutes(app: App): void {
  const doctor = { access: allow('physician'), purpose: 'operations' }
  app.get('/api/operations/notices', {
    schema: { operationId: 'listExtraSessionNotices', summary: 'Sessions that were added for the doctor who asks, or taken back', tags, response: { 200: z.array(Notice) } },
    config: doctor,
  }, (request) => query(request, myNotices))

  app.post('/api/operations/notices/:id/seen', {
    schema: { operationId: 'seeExtraSessionNotice', summary: 'The doctor has seen it', tags, params: Numbered, response: { 200: z.array(Notice) } },
    config: { ...doctor, outcomes: [NoticeNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await seeNotice(tx, context, request.params.id)
    return myNotices(tx, context)
  }))
}
