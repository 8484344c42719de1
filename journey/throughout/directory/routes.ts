import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import {
  DepartmentPage, District, DoctorPage, ImportReport, ImportRequest, InstitutionNearby, InstitutionPage, InstitutionsQuery, Price, PricesQuery, SearchAnswer, SearchQuery,
} from './contract.ts'
import { DepartmentNotFound, DoctorNotFound, InstitutionNotFound, NotAWorkbook } from './errors.ts'
import { writeTemplate } from './import/write-template.ts'
import { importHospital } from './operations/import-hospital.ts'
import { departmentPage, doctorPage, institutionPage, institutionsNearby } from './queries/pages.ts'
import { searchPrices } from './queries/search-prices.ts'
import { search } from './search/search.ts'
import { directory } from './snapshot/index.ts'

const id = z.coerce.number().int().positive()
const tags = ['directory']
/** A workbook of twelve megabytes, as base64. */
const MOST_UPLOAD_BYTES = 17_000_000
const open = { access: allow('anyone'), purpose: 'directory' }

export const routes: Routes = (app, services) => {
  app.get('/api/directory/search', {
    schema: { operationId: 'searchDirectory', summary: 'Find a hospital, department, doctor, or where to go with a disease or symptom', tags, querystring: SearchQuery, response: { 200: SearchAnswer } },
    config: open,
  }, async (request) => search(request.query, await directory(services)))

  app.get('/api/directory/districts', {
    schema: { operationId: 'listDistricts', summary: 'The districts of the region', tags, response: { 200: z.array(District) } },
    config: open,
  }, async () => [...(await directory(services)).snapshot.districts.values()])

  app.get('/api/directory/institutions', {
    schema: { operationId: 'listInstitutions', summary: 'Hospitals and health centres, nearest first', tags, querystring: InstitutionsQuery, response: { 200: z.array(InstitutionNearby) } },
    config: open,
  }, async (request) => institutionsNearby(request.query, (await directory(services)).snapshot))

  app.get('/api/directory/institutions/:institutionId', {
    schema: { operationId: 'readInstitution', summary: 'A hospital with its campuses and departments', tags, params: z.object({ institutionId: id }), response: { 200: InstitutionPage } },
    config: { ...open, outcomes: [InstitutionNotFound] },
  }, async (request) => institutionPage(request.params.institutionId, (await directory(services)).snapshot))

  app.get('/api/directory/institutions/:institutionId/departments/:departmentId', {
    schema: {
      operationId: 'readDepartment', summary: 'A department with its clinics and doctors', tags,
      params: z.object({ institutionId: id, departmentId: id }), response: { 200: DepartmentPage },
    },
    config: { ...open, outcomes: [InstitutionNotFound, DepartmentNotFound] },
  }, async (request) => departmentPage(request.params.institutionId, request.params.departmentId, (await directory(services)).snapshot))

  app.get('/api/directory/institutions/:institutionId/doctors/:practitionerId', {
    schema: {
      operationId: 'readDoctor', summary: 'A doctor with their clinics', tags,
      params: z.object({ institutionId: id, practitionerId: id }), response: { 200: DoctorPage },
    },
    config: { ...open, outcomes: [InstitutionNotFound, DoctorNotFound] },
  }, async (request) => doctorPage(request.params.institutionId, request.params.practitionerId, (await directory(services)).snapshot))

  app.get('/api/directory/institutions/:institutionId/prices', {
    schema: {
      operationId: 'searchPrices', summary: 'Items of a hospital\'s price list, today', tags,
      params: z.object({ institutionId: id }), querystring: PricesQuery, response: { 200: z.array(Price) },
    },
    config: open,
  }, (request) => query(request, (tx, context) => searchPrices(tx, request.params.institutionId, request.query, context.now)))

  app.get('/api/directory/import/template', {
    schema: { operationId: 'readImportTemplate', summary: 'The empty workbook by which a hospital\'s data is brought in', tags },
    config: { access: allow('admin'), purpose: 'operations' },
  }, async (_request, reply) => {
    const file = await writeTemplate()
    return reply
      .header('content-disposition', `attachment; filename="liuxin-hospital.xlsx"; filename*=UTF-8''${encodeURIComponent('医院资料模板.xlsx')}`)
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .send(file)
  })

  app.post('/api/directory/import', {
    bodyLimit: MOST_UPLOAD_BYTES,
    schema: { operationId: 'importHospital', summary: 'Check or bring in a hospital\'s workbook: all of it, or every fault', tags, body: ImportRequest, response: { 200: ImportReport } },
    config: { access: allow('admin'), purpose: 'operations', outcomes: [NotAWorkbook] },
  }, (request, reply) => command(request, reply, 200, (tx, context) =>
    importHospital(tx, context, { file: Buffer.from(request.body.file, 'base64'), mode: request.body.write ? 'write' : 'check' })))
}
