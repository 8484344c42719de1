import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { FindPerson } from '#journey/throughout/people/contract.ts'
import { CheckedIn, DeskFound, WalkIn, ZoneListed, ZoneNow } from '../contract.ts'
import * as errors from '../errors.ts'
import { checkIn } from '../operations/check-in.ts'
import { openZoneOfDepartment } from '../operations/open-zone-of-department.ts'
import { registerWalkIn } from '../operations/register-walk-in.ts'
import { staffAt } from '../policy.ts'
import { deskFind } from '../queries/desk-find.ts'
import { zoneNow, zonesHere } from '../queries/zone-now.ts'
import { checkInRefusals } from '../refusals.ts'

const tags = ['arrival']
const purpose = 'treatment'
const desk = allow('nurse', 'registrar')

/** The nurse desk of a waiting zone. */
export const deskRoutes: Routes = (app) => {
  app.get('/api/arrival/zones', {
    schema: { operationId: 'listZones', summary: 'Waiting zones of my institution, with the addresses of their boards', tags, response: { 200: z.array(ZoneListed) } },
    config: { access: allow('staff'), purpose: 'operations' },
  }, (request) => query(request, zonesHere))

  app.post('/api/arrival/zones', {
    schema: {
      operationId: 'openZone', summary: 'Get the zone of a department ready for today', tags,
      body: z.object({ departmentId: z.int() }), response: { 201: ZoneNow },
    },
    config: { access: desk, purpose, outcomes: [errors.AppointmentNotFound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) =>
    zoneNow(tx, context, await openZoneOfDepartment(tx, context, request.body.departmentId))))

  app.get('/api/arrival/zones/:zoneId', {
    schema: {
      operationId: 'readZone', summary: 'A waiting zone now: rooms, lines with reasons, who is still to come', tags,
      params: z.object({ zoneId: z.string().max(40) }), response: { 200: ZoneNow },
    },
    config: { access: allow('nurse', 'registrar', 'physician', 'manager'), purpose },
  }, (request) => query(request, (tx, context) => zoneNow(tx, context, request.params.zoneId)))

  app.post('/api/arrival/desk/find', {
    schema: { operationId: 'findAtDesk', summary: 'Find the person at the desk, and what they are booked for today', tags, body: FindPerson, response: { 200: DeskFound } },
    config: { access: desk, purpose },
  }, (request) => query(request, (tx, context) => deskFind(tx, context, request.body)))

  app.post('/api/arrival/desk/check-ins', {
    schema: {
      operationId: 'checkInAtDesk', summary: 'Check in the patient at the desk', tags,
      body: z.object({ appointmentId: z.uuid() }), response: { 201: CheckedIn },
    },
    config: { access: desk, purpose, outcomes: checkInRefusals },
  }, (request, reply) => command(request, reply, 201, (tx, context) =>
    checkIn(tx, context, { institutionId: staffAt(context).institutionId, appointmentId: request.body.appointmentId, proof: { by: 'desk' } })))

  app.post('/api/arrival/desk/walk-ins', {
    schema: { operationId: 'registerWalkIn', summary: 'Register somebody on site and put them in line', tags, body: WalkIn, response: { 201: CheckedIn } },
    config: { access: desk, purpose, outcomes: checkInRefusals },
  }, (request, reply) => command(request, reply, 201, (tx, context) => registerWalkIn(tx, context, request.body)))
}
