import { z } from 'zod'
import { directory } from '#journey/throughout/directory/index.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { allow, contextOf, query, type Routes } from '#platform/http/index.ts'
import { Openings, OpeningsQuery, PeriodsOfDay, ServicePage, TeamOpenings } from './contract.ts'
import { ServiceNotFound } from './errors.ts'
import { rememberedFreeTimes } from './free-times.ts'
import { openings } from './queries/openings.ts'
import { servicePage } from './queries/service-page.ts'
import { servicePeriods } from './queries/service-periods.ts'
import { teamOpenings } from './queries/team-openings.ts'
import { remembered } from './remembered.ts'

const tags = ['booking']
const number = z.coerce.number().int().positive()
const ServiceRef = z.object({ institutionId: number, serviceId: number })

/** Who has time, and when: open to everybody, no personal data. */
export const openingRoutes: Routes = (app, services) => {
  const snapshot = async () => (await directory(services)).snapshot
  // What everybody sees may be a second old: under a rush one question to the database answers all who ask the same.
  const answers = remembered<Openings>(1000)
  const freeTimes = rememberedFreeTimes(services)

  app.get('/api/booking/openings', {
    schema: { operationId: 'findOpenings', summary: 'Who has time: by words, hospital, department or doctor', tags, querystring: OpeningsQuery, response: { 200: Openings } },
    config: { access: allow('anyone'), purpose: 'booking' },
  }, async (request) => {
    const context = contextOf(request)
    const known = await directory(services)
    const run = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(services.db, context, work)
    return answers(JSON.stringify(request.query), () => openings(run, known, freeTimes, request.query, context.now))
  })

  app.get('/api/booking/services/:institutionId/:serviceId', {
    schema: {
      operationId: 'readServiceTimes', summary: 'A clinic and its days with time', tags, params: ServiceRef,
      querystring: z.object({ near: z.string().max(40).optional() }), response: { 200: ServicePage },
    },
    config: { access: allow('anyone'), purpose: 'booking', outcomes: [ServiceNotFound] },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => servicePage(tx, known, { ...request.params, near: request.query.near }, context.now))
  })

  app.get('/api/booking/services/:institutionId/:serviceId/team', {
    schema: { operationId: 'readTeamOpenings', summary: 'Others of the same treatment team with time', tags, params: ServiceRef, response: { 200: TeamOpenings } },
    config: { access: allow('anyone'), purpose: 'booking', outcomes: [ServiceNotFound] },
  }, async (request) => {
    const context = contextOf(request)
    const known = await snapshot()
    return teamOpenings((work) => inTransaction(services.db, context, work), known, freeTimes, request.params)
  })

  app.get('/api/booking/services/:institutionId/:serviceId/periods', {
    schema: {
      operationId: 'readServicePeriods', summary: 'The times of a clinic on a day', tags, params: ServiceRef,
      querystring: z.object({ day: z.iso.date() }), response: { 200: PeriodsOfDay },
    },
    config: { access: allow('anyone'), purpose: 'booking' },
  }, (request) => query(request, (tx, context) => servicePeriods(tx, request.params, request.query.day, context.now)))
}
