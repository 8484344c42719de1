import { z } from 'zod'
import { checkInRefusals, PersonNotKnown } from '#journey/outpatient/arrival/index.ts'
import { Itinerary } from '#journey/outpatient/itinerary/contract.ts'
import { itineraryOf } from '#journey/outpatient/itinerary/index.ts'
import { refusals as bookingRefusals } from '#journey/previsit/booking/index.ts'
import { searchPrices } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { AskPrint, BookAtKiosk, BookedAtKiosk, JobState, KioskFound, KioskIdentify, KioskOverview, KioskPrice, KioskTicket, Printable, PrintJob } from '../contract.ts'
import * as errors from '../errors.ts'
import { askPrint, noteJob } from '../operations/ask-print.ts'
import { bookAtKiosk } from '../operations/book-at-kiosk.ts'
import { checkInAtKiosk } from '../operations/check-in-at-kiosk.ts'
import { checkInService } from '../operations/run-machine.ts'
import { actAsKiosk, atMachine, machineOf } from '../pass.ts'
import { kioskPersons } from '../queries/kiosk-persons.ts'
import { overview } from '../queries/overview.ts'
import { printables } from '../queries/printables.ts'
import { endSession } from '../session.ts'

const tags = ['kiosk']
/** Nobody signs in at a machine in the hall: its pass, and the session of whoever showed a document, are checked first thing. */
const access = allow('anyone')
const config = { access, purpose: 'treatment', rateLimit: { max: 600, timeWindow: '1 minute', keyGenerator: machineOf } }
/** Somebody who tries numbers at a machine, or through its pass, is slowed down. */
const identifying = { access, purpose: 'treatment', rateLimit: { max: 60, timeWindow: '1 minute', keyGenerator: machineOf } }
const refusals = [errors.KioskNotSetUp, errors.SessionOver]

export const personRoutes: Routes = (app, services) => {
  for (const part of [sessionRoutes, visitRoutes, askRoutes, paperRoutes]) part(app, services)
}

const sessionRoutes: Routes = (app, services) => {
  app.post('/api/kiosk/identify', {
    schema: { operationId: 'identifyAtKiosk', summary: 'Say who stands at the machine', tags, body: KioskIdentify, response: { 200: KioskFound } },
    config: { ...identifying, outcomes: [errors.KioskNotSetUp, errors.OutOfService, PersonNotKnown] },
  }, (request) => {
    const at = actAsKiosk(request)
    return inTransaction(services.db, at, async (tx) => {
      await checkInService(tx, at)
      return { persons: await kioskPersons(tx, at, request.body) }
    })
  })

  app.post('/api/kiosk/session/touch', {
    schema: { operationId: 'touchKioskSession', summary: 'They still stand at the machine', tags, response: { 204: z.null() } },
    config: { ...config, outcomes: refusals },
  }, async (request, reply) => {
    await atMachine(request)
    return reply.code(204).send(null)
  })

  app.post('/api/kiosk/session/end', {
    schema: { operationId: 'endKioskSession', summary: 'They have left: nothing opens with this session any more', tags, response: { 204: z.null() } },
    config: { ...config, outcomes: refusals },
  }, async (request, reply) => {
    const at = actAsKiosk(request)
    const session = request.headers['x-kiosk-session']
    await inTransaction(services.db, at, (tx) => endSession(tx, at, typeof session === 'string' ? session : ''))
    return reply.code(204).send(null)
  })
}

const visitRoutes: Routes = (app) => {
  app.post('/api/kiosk/check-ins', {
    schema: {
      operationId: 'checkInAtKiosk', summary: 'Check in at the machine and get the ticket', tags,
      body: z.object({ visitId: z.uuid() }), response: { 201: KioskTicket },
    },
    config: { ...config, outcomes: [...refusals, errors.NothingToPrint, ...checkInRefusals] },
  }, async (request, reply) => {
    const { context, institutionId, personId } = await atMachine(request)
    return command(request, reply, 201, (tx) => checkInAtKiosk(tx, context, { institutionId, personId, visitId: request.body.visitId }))
  })

  app.post('/api/kiosk/appointments', {
    schema: { operationId: 'bookAtKiosk', summary: 'Register now or book a time; a time of now comes with its number', tags, body: BookAtKiosk, response: { 201: BookedAtKiosk } },
    config: { ...config, purpose: 'booking', outcomes: [...refusals, ...bookingRefusals] },
  }, async (request, reply) => {
    const { context, personId } = await atMachine(request)
    return command(request, reply, 201, (tx) => bookAtKiosk(tx, context, personId, request.body))
  })
}

const askRoutes: Routes = (app) => {
  app.get('/api/kiosk/overview', {
    schema: { operationId: 'readKioskOverview', summary: 'My appointments, my place in line, what I owe', tags, response: { 200: KioskOverview } },
    config: { ...config, outcomes: refusals },
  }, async (request) => {
    const { context, personId } = await atMachine(request)
    return query(request, (tx) => overview(tx, context, personId))
  })

  app.get('/api/kiosk/day', {
    schema: { operationId: 'readDayAtKiosk', summary: 'The day of whoever stands at the machine', tags: ['kiosk', 'itinerary'], response: { 200: Itinerary } },
    config: { ...config, outcomes: refusals },
  }, async (request) => {
    const { context, personId } = await atMachine(request)
    return query(request, (tx) => itineraryOf(tx, context, personId, localDay(context.now)))
  })

  app.get('/api/kiosk/prices', {
    schema: { operationId: 'searchPricesAtKiosk', summary: 'What something costs here: open to everybody', tags, querystring: z.object({ words: z.string().trim().min(1).max(40) }), response: { 200: z.array(KioskPrice) } },
    config: { access, purpose: 'operations', outcomes: [errors.KioskNotSetUp] },
  }, (request) => {
    const { institutionId, now } = actAsKiosk(request)
    return query(request, async (tx) => (await searchPrices(tx, institutionId, { q: request.query.words, limit: 12 }, now)).map(({ code, name, nameEn, unit, priceCents }) => ({ code, name, nameEn, unit, cents: priceCents })))
  })
}

const paperRoutes: Routes = (app) => {
  app.get('/api/kiosk/printables', {
    schema: { operationId: 'listPrintables', summary: 'What there is to print of whoever stands here', tags, response: { 200: z.array(Printable) } },
    config: { ...config, outcomes: refusals },
  }, async (request) => {
    const { context, personId } = await atMachine(request)
    return query(request, (tx) => printables(tx, context, personId))
  })

  app.post('/api/kiosk/print-jobs', {
    schema: { operationId: 'askPrintAtKiosk', summary: 'A ticket, receipt or report as a page for the machine’s printer; asked again, it is a new print', tags, body: AskPrint, response: { 201: PrintJob } },
    config: { ...config, outcomes: [...refusals, errors.NothingToPrint] },
  }, async (request, reply) => {
    const { context, personId } = await atMachine(request)
    return inTransaction(request.server.services.db, context, async (tx) => {
      void reply.code(201)
      return askPrint(tx, context, { personId, ...request.body, publicUrl: request.server.services.config.publicUrl })
    })
  })

  app.post('/api/kiosk/print-jobs/:jobId/state', {
    schema: { operationId: 'notePrintState', summary: 'What became of a print, as the printer says', tags, params: z.object({ jobId: z.uuid() }), body: z.object({ state: JobState }), response: { 204: z.null() } },
    config: { ...config, outcomes: [errors.KioskNotSetUp, errors.JobUnknown] },
  }, async (request, reply) => {
    const at = actAsKiosk(request)
    await inTransaction(request.server.services.db, at, (tx) => noteJob(tx, at, request.params.jobId, request.body.state))
    return reply.code(204).send(null)
  })
}
