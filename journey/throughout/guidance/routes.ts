import { z } from 'zod'
import type { Context } from '#platform/context/context.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Tx } from '#platform/database/index.ts'
import {
  Closure, Guide, ImportPlan, PlaceAndWalk, PlaceRef, PlaceWords, PlanImported, PlanList, PlanOpened, SaveDraft, SetClosure, Sign,
} from './contract.ts'
import { CampusNotFound, ClosureNotFound, EndsBeforeItBegins, NoDraft, PlanFaulty, PlanMoved, PlanNotFound, SignUnknown, UnknownElement } from './errors.ts'
import { importPlan } from './operations/import-plan.ts'
import { makeSigns } from './operations/make-signs.ts'
import { publishPlan } from './operations/publish-plan.ts'
import { saveDraft } from './operations/save-draft.ts'
import { endClosure, setClosure } from './operations/set-closure.ts'
import { guideOf } from './queries/guide.ts'
import { placeAndWalk } from './queries/place-and-walk.ts'
import { placeOfSign } from './queries/place-of-sign.ts'
import { openPlan, planList, signsOf } from './queries/staff-plans.ts'

const tags = ['guidance']
const open = { access: allow('anyone'), purpose: 'guidance' }
const drawing = { access: allow('admin'), purpose: 'operations' }
const closing = { access: allow('admin', 'manager', 'nurse'), purpose: 'operations' }
const institutionId = z.coerce.number().int().positive()
const campusId = z.coerce.number().int().positive()
const Institution = z.object({ institutionId })
/** A drawing of twelve megabytes, as base64. */
const MOST_UPLOAD_BYTES = 17_000_000

export const routes: Routes = (app, services) => {
  publicRoutes(app, services)
  drawingRoutes(app, services)
}

const publicRoutes: Routes = (app) => {
  app.get('/api/guidance/:institutionId', {
    schema: { operationId: 'readGuide', summary: 'The published floor plan of a campus and what is closed', tags, params: Institution, querystring: z.object({ campus: campusId.optional() }), response: { 200: Guide } },
    config: { ...open, outcomes: [PlanNotFound] },
  }, (request) => query(request, (tx, context) => guideOf(tx, context, { institutionId: request.params.institutionId, campusId: request.query.campus })))

  app.get('/api/guidance/:institutionId/way', {
    schema: { operationId: 'findWay', summary: 'The place that words mean, and the way there', tags, params: Institution, querystring: PlaceWords, response: { 200: PlaceAndWalk } },
    config: open,
  }, (request) => query(request, (tx, context) => placeAndWalk(tx, context, request.params.institutionId, request.query)))

  app.get('/api/guidance/:institutionId/signs/:code', {
    schema: { operationId: 'readSign', summary: 'Where the sign with this code hangs', tags, params: Institution.extend({ code: z.string().min(1).max(40) }), response: { 200: PlaceRef } },
    config: { ...open, outcomes: [SignUnknown] },
  }, (request) => query(request, (tx) => placeOfSign(tx, request.params.institutionId, request.params.code)))
}

/** Staff work at one institution at a time. */
const at = (context: Context): number => context.institutionId ?? 0
const of = <T, O>(operation: (tx: Tx, context: Context, input: T & { institutionId: number }) => Promise<O>, input: T) => (tx: Tx, context: Context): Promise<O> =>
  operation(tx, context, { ...input, institutionId: at(context) })

const drawingRoutes: Routes = (app) => {
  app.get('/api/guidance/plans', {
    schema: { operationId: 'listPlans', summary: 'The plans of the institution in all versions, and what is closed', tags, response: { 200: PlanList } }, config: closing,
  }, (request) => query(request, (tx, context) => planList(tx, context, at(context))))

  app.get('/api/guidance/plans/:campusId', {
    schema: { operationId: 'openPlan', summary: 'The draft of a campus, or its published plan', tags, params: z.object({ campusId }), response: { 200: PlanOpened } }, config: { ...closing, outcomes: [PlanNotFound] },
  }, (request) => query(request, (tx, context) => openPlan(tx, context, at(context), request.params.campusId)))

  app.post('/api/guidance/plans/import', {
    bodyLimit: MOST_UPLOAD_BYTES,
    schema: { operationId: 'importPlan', summary: 'Look at a drawing, or bring it in as the draft', tags, body: ImportPlan, response: { 200: PlanImported } }, config: { ...drawing, outcomes: [CampusNotFound] },
  }, (request, reply) => command(request, reply, 200, of(importPlan, { ...request.body, files: request.body.files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') })) })))

  app.post('/api/guidance/plans/draft', {
    bodyLimit: MOST_UPLOAD_BYTES,
    schema: { operationId: 'savePlanDraft', summary: 'Keep the work on a plan', tags, body: SaveDraft, response: { 200: z.object({ version: z.number(), revision: z.number() }) } }, config: { ...drawing, outcomes: [PlanMoved, CampusNotFound] },
  }, (request, reply) => command(request, reply, 200, of(saveDraft, request.body)))

  app.post('/api/guidance/plans/publish', {
    schema: { operationId: 'publishPlan', summary: 'Put the draft in force', tags, body: z.object({ campusId: z.number().int(), revision: z.number().int() }), response: { 200: z.object({ version: z.number() }) } },
    config: { ...drawing, outcomes: [NoDraft, PlanMoved, PlanFaulty] },
  }, (request, reply) => command(request, reply, 200, of(publishPlan, request.body)))

  app.post('/api/guidance/closures', {
    schema: { operationId: 'closePlace', summary: 'Close a room, door, lift or stairs for a while', tags, body: SetClosure, response: { 201: Closure } }, config: { ...closing, outcomes: [UnknownElement, EndsBeforeItBegins] },
  }, (request, reply) => command(request, reply, 201, of(setClosure, request.body)))

  app.post('/api/guidance/closures/:id/end', {
    schema: { operationId: 'openPlace', summary: 'Open it again', tags, params: z.object({ id: z.uuid() }), response: { 200: z.object({ id: z.uuid() }) } }, config: { ...closing, outcomes: [ClosureNotFound] },
  }, (request, reply) => command(request, reply, 200, of(endClosure, { id: request.params.id })))

  app.get('/api/guidance/plans/:campusId/signs', {
    schema: { operationId: 'listSigns', summary: 'The codes of the door signs of a campus', tags, params: z.object({ campusId }), response: { 200: z.array(Sign) } }, config: closing,
  }, (request) => query(request, (tx, context) => signsOf(tx, at(context), request.params.campusId)))

  app.post('/api/guidance/plans/:campusId/signs', {
    schema: { operationId: 'makeSigns', summary: 'Give every place that has none a code for its sign', tags, params: z.object({ campusId }), response: { 200: z.object({ made: z.number() }) } }, config: { ...drawing, outcomes: [PlanNotFound] },
  }, (request, reply) => command(request, reply, 200, of(makeSigns, { campusId: request.params.campusId })))
}
