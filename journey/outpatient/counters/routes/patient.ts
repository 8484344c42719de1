import { z } from 'zod'
import { QueueClosed } from '#engines/queue/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { Stop, VisitStops } from '../contract.ts'
import * as errors from '../errors.ts'
import { askForWindow } from '../operations/ask-window.ts'
import { joinStation } from '../operations/join-station.ts'
import { askToReturn } from '../operations/return-to-doctor.ts'
import { visitStops } from '../queries/visit-stops.ts'

const tags = ['counters']
const purpose = 'treatment'
const OfVisit = z.object({ institutionId: z.coerce.number().int(), visitId: z.uuid() })
const OfStop = z.object({ institutionId: z.coerce.number().int(), stopId: z.uuid() })

/** What a patient does between the doctor and the door. */
export const patientRoutes: Routes = (app) => {
  app.get('/api/counters/visits/:institutionId/:visitId', {
    schema: { operationId: 'readStops', summary: 'Where this visit goes besides the doctor, with the place in each line', tags, params: OfVisit, response: { 200: VisitStops } },
    config: { access: allow('patient', 'staff'), purpose, outcomes: [errors.NotYourPerson] },
  }, (request) => query(request, (tx, context) => visitStops(tx, context, request.params.institutionId, request.params.visitId)))

  app.post('/api/counters/stops/:institutionId/:stopId/join', {
    schema: { operationId: 'joinStation', summary: 'Stand in line at a station', tags, params: OfStop, body: z.object({}), response: { 200: Stop } },
    config: {
      access: allow('patient', 'staff'), purpose,
      outcomes: [errors.StopNotFound, errors.NotYourPerson, errors.NotPaid, errors.StopInOtherState, errors.StationClosed, QueueClosed],
    },
  }, (request, reply) => command(request, reply, 200, (tx, context) => joinStation(tx, context, request.params)))

  app.post('/api/counters/visits/:institutionId/:visitId/window', {
    schema: { operationId: 'askForWindow', summary: 'Take a number for the cashier', tags, params: OfVisit, body: z.object({}), response: { 201: Stop } },
    config: { access: allow('patient', 'staff'), purpose, outcomes: [errors.StopNotFound, errors.NotYourPerson, errors.StationClosed, QueueClosed] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => askForWindow(tx, context, request.params)))

  app.post('/api/counters/visits/:institutionId/:visitId/return', {
    schema: { operationId: 'returnWithResults', summary: 'See the doctor again today, with results', tags, params: OfVisit, body: z.object({}), response: { 200: VisitStops } },
    config: { access: allow('patient', 'nurse', 'registrar'), purpose, outcomes: [errors.NotYourPerson, errors.NothingToShow, QueueClosed] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { institutionId, visitId } = request.params
    await askToReturn(tx, context, { institutionId, visitId })
    return visitStops(tx, context, institutionId, visitId)
  }))
}
