import { z } from 'zod'
import { actAsKiosk, KioskNotSetUp, KioskSessionOver } from '#journey/throughout/access/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { KioskFound, KioskHere, KioskIdentify, KioskTicket } from '../contract.ts'
import * as errors from '../errors.ts'
import { kioskCheckIn } from '../operations/kiosk-check-in.ts'
import { kioskPersons } from '../queries/kiosk-person.ts'
import { checkInRefusals } from './patient.ts'

const tags = ['kiosk']
/** Nobody signs in at a machine in the hall: its pass is checked first thing in every handler. */
const access = allow('anyone')
/** Somebody who tries numbers at a machine, or through its pass, is slowed down. */
const rateLimit = { max: 60, timeWindow: '1 minute' }

export const kioskRoutes: Routes = (app) => {
  app.get('/api/arrival/kiosk', {
    schema: { operationId: 'readKiosk', summary: 'Where this machine stands', tags, response: { 200: KioskHere } },
    config: { access, purpose: 'operations', outcomes: [KioskNotSetUp] },
  }, (request) => {
    const { machine, institutionId } = actAsKiosk(request)
    return query(request, async (tx) => {
      const at = await institutionById(tx, institutionId)
      return { institutionId, machine, institution: { name: at?.name ?? '', nameEn: at?.nameEn ?? '', address: at?.address ?? '', phone: at?.phone ?? '' } }
    })
  })

  app.post('/api/arrival/kiosk/identify', {
    schema: { operationId: 'identifyAtKiosk', summary: 'Say who stands at the machine', tags, body: KioskIdentify, response: { 200: KioskFound } },
    config: { access, purpose: 'treatment', outcomes: [KioskNotSetUp, errors.PersonNotKnown], rateLimit },
  }, (request) => {
    actAsKiosk(request)
    return query(request, async (tx, context) => ({ persons: await kioskPersons(tx, context, request.body) }))
  })

  app.post('/api/arrival/kiosk/check-ins', {
    schema: {
      operationId: 'checkInAtKiosk', summary: 'Check in at the machine and get the ticket', tags,
      body: z.object({ session: z.string().max(500), visitId: z.uuid() }), response: { 201: KioskTicket },
    },
    config: { access, purpose: 'treatment', outcomes: [KioskNotSetUp, KioskSessionOver, ...checkInRefusals] },
  }, (request, reply) => {
    actAsKiosk(request)
    return command(request, reply, 201, (tx, context) => kioskCheckIn(tx, context, request.body))
  })
}
