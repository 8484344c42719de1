import { sql } from 'kysely'
import { z } from 'zod'
import { putClinic } from '#journey/throughout/directory/index.ts'
import { ClinicToPut, Service } from '#journey/throughout/directory/contract.ts'
import { DepartmentNotFound, DoctorNotFound, FeeNotFound, ServiceNotFound } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type App, allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import {
  Applied, ApplyRequest, Calendar, CalendarQuery, Change, ImportApply, ImportCheck, ImportRequest, Plan, PreviewRequest, Setup, Template,
} from './contract.ts'
import { CannotApply, CannotTakeBack, ChangeNotFound, NotASpreadsheet, OnlyYourOwn, PreviewOutdated, TooLong } from './errors.ts'
import { writeCalendar, writeTemplates } from './import/write-sheet.ts'
import { applyEdits, previewEdits, takeBack } from './operations/apply-edits.ts'
import { applyImport, checkImport } from './operations/import-schedule.ts'
import { calendar } from './queries/calendar.ts'
import { listChanges } from './queries/changes.ts'
import { listTemplates, setup } from './queries/templates.ts'

const tags = ['supply']
const office = { access: allow('manager'), purpose: 'operations' }
const readers = { access: allow('manager', 'physician'), purpose: 'operations', outcomes: [OnlyYourOwn, TooLong] }
const at = (context: Context): number => context.institutionId!
const Whose = z.object({ departmentId: z.coerce.number().int().positive().optional(), practitionerId: z.coerce.number().int().positive().optional() })
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** A spreadsheet of four megabytes, as base64. */
const MOST_UPLOAD_BYTES = 6_100_000

export const routes: Routes = (app) => {
  readingRoutes(app)
  changingRoutes(app)
  importRoutes(app)
  fileRoutes(app)
}

function readingRoutes(app: App): void {
  app.get('/api/supply/calendar', {
    schema: { operationId: 'readSchedule', summary: 'Sessions of a department or doctor, at most six weeks', tags, querystring: CalendarQuery, response: { 200: Calendar } },
    config: readers,
  }, (request) => query(request, (tx, context) => calendar(tx, context, at(context), request.query)))

  app.get('/api/supply/templates', {
    schema: { operationId: 'listSessionTemplates', summary: 'Weekly patterns that hold today or later', tags, querystring: Whose, response: { 200: z.array(Template) } },
    config: readers,
  }, (request) => query(request, (tx, context) => listTemplates(tx, context, at(context), request.query)))

  app.get('/api/supply/setup', {
    schema: { operationId: 'readScheduleSetup', summary: 'Departments, doctors, clinics, pools and fees to choose from', tags, response: { 200: Setup } },
    config: readers,
  }, (request) => query(request, (tx, context) => setup(tx, context, at(context))))

  app.get('/api/supply/changes', {
    schema: { operationId: 'listScheduleChanges', summary: 'What was changed lately', tags, querystring: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }), response: { 200: z.array(Change) } },
    config: office,
  }, (request) => query(request, (tx, context) => listChanges(tx, at(context), request.query.limit)))
}

function changingRoutes(app: App): void {
  app.post('/api/supply/preview', {
    schema: { operationId: 'previewScheduleChange', summary: 'What edits would do, before they are done', tags, body: PreviewRequest, response: { 200: Plan } },
    config: office,
  }, (request) => query(request, (tx, context) => previewEdits(tx, context, at(context), request.body.edits)))

  app.post('/api/supply/apply', {
    schema: { operationId: 'applyScheduleChange', summary: 'Do what the preview showed, or nothing', tags, body: ApplyRequest, response: { 200: Applied } },
    config: { ...office, outcomes: [PreviewOutdated, CannotApply] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => applyEdits(tx, context, at(context), request.body)))

  app.post('/api/supply/changes/:id/take-back', {
    schema: { operationId: 'takeBackScheduleChange', summary: 'Put back what a change did', tags, params: z.object({ id: z.uuid() }), response: { 200: Applied } },
    config: { ...office, outcomes: [ChangeNotFound, CannotTakeBack] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => takeBack(tx, context, at(context), request.params.id)))

  app.put('/api/supply/clinics', {
    schema: { operationId: 'putClinic', summary: 'Open a clinic people can book, or change one', tags, body: ClinicToPut, response: { 200: Service } },
    config: { ...office, outcomes: [DepartmentNotFound, DoctorNotFound, FeeNotFound, ServiceNotFound] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => putClinic(tx, context, at(context), request.body)))
}

function importRoutes(app: App): void {
  app.post('/api/supply/import/check', {
    bodyLimit: MOST_UPLOAD_BYTES,
    schema: { operationId: 'checkScheduleImport', summary: 'Every fault of a spreadsheet by row and column, and what it would do', tags, body: ImportRequest, response: { 200: ImportCheck } },
    config: { ...office, outcomes: [NotASpreadsheet] },
  }, (request) => query(request, async (tx, context) => {
    const { edits: _edits, ...check } = await checkImport(tx, context, at(context), { ...request.body, file: Buffer.from(request.body.file, 'base64') })
    return check
  }))

  app.post('/api/supply/import/apply', {
    bodyLimit: MOST_UPLOAD_BYTES,
    schema: { operationId: 'importSchedule', summary: 'Bring a spreadsheet in, as it was shown', tags, body: ImportApply, response: { 200: Applied } },
    config: { ...office, outcomes: [NotASpreadsheet, PreviewOutdated, CannotApply] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => applyImport(tx, context, at(context), { ...request.body, file: Buffer.from(request.body.file, 'base64') })))
}

function fileRoutes(app: App): void {
  const named = (name: string, title: string) => `attachment; filename="${name}.xlsx"; filename*=UTF-8''${encodeURIComponent(title)}.xlsx`

  app.get('/api/supply/import/template', {
    schema: { operationId: 'readScheduleTemplate', summary: 'The empty spreadsheet to fill in', tags },
    config: office,
  }, async (_request, reply) => reply.header('content-disposition', named('liuxin-schedule', '排班模板')).type(XLSX).send(await writeTemplates(null)))

  app.get('/api/supply/export/templates', {
    schema: { operationId: 'exportScheduleTemplates', summary: 'The weekly patterns as a spreadsheet that can be brought in again', tags, querystring: Whose },
    config: office,
  }, async (request, reply) => {
    const file = await query(request, async (tx, context) => {
      const found = await listTemplates(tx, context, at(context), request.query)
      const { rows } = await sql<{ id: number; code: string | null }>`select id, code from directory.service where institution_id = ${at(context)}`.execute(tx)
      const codes = new Map(rows.map((row) => [row.id, row.code]))
      return writeTemplates(found.map((each) => ({ ...each, code: codes.get(each.serviceId) ?? null })))
    })
    return reply.header('content-disposition', named('liuxin-schedule', '排班')).type(XLSX).send(file)
  })

  app.get('/api/supply/export/calendar', {
    schema: { operationId: 'exportSchedule', summary: 'The sessions of some days as a spreadsheet', tags, querystring: CalendarQuery },
    config: readers,
  }, async (request, reply) => {
    const file = await query(request, async (tx, context) => writeCalendar((await calendar(tx, contextOf(request), at(context), request.query)).sessions))
    return reply.header('content-disposition', named('liuxin-sessions', `出诊表 ${request.query.from}`)).type(XLSX).send(file)
  })
}
