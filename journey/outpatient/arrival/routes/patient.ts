import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { CheckedIn, CheckIn, VisitDay } from '../contract.ts'
import * as errors from '../errors.ts'
import { checkIn } from '../operations/check-in.ts'
import { checkInRefusals } from '../refusals.ts'
import { visitDay } from '../queries/visit-day.ts'

const tags = ['arrival']
const purpose = 'treatment'
export const patientRoutes: Routes = (app) => {
  app.post('/api/arrival/check-ins', {
    schema: { operationId: 'checkIn', summary: 'Say that the patient is here', tags, body: CheckIn, response: { 201: CheckedIn } },
    config: { access: allow('patient'), purpose, outcomes: checkInRefusals },
  }, (request, reply) => command(request, reply, 201, (tx, context) => checkIn(tx, context, request.body)))

  app.get('/api/arrival/visits/:institutionId/:visitId', {
    schema: {
      operationId: 'readVisitDay', summary: 'A visit on its day: place in line, expected wait, where to go', tags,
      params: z.object({ institutionId: z.coerce.number().int(), visitId: z.uuid() }), response: { 200: VisitDay },
    },
    config: { access: allow('patient'), purpose, outcomes: [errors.AppointmentNotFound] },
  }, (request) => query(request, (tx, context) => visitDay(tx, context, request.params.institutionId, request.params.visitId)))
}
