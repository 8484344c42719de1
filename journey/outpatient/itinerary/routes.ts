import { z } from 'zod'
import { mayFollow } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { mayActFor, type Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { allow, query, type Routes } from '#platform/http/index.ts'
import { Itinerary, PromiseFigures, PromiseLesson } from './contract.ts'
import { DayNotYours } from './errors.ts'
import { promiseFigures } from './operations/keep-promises.ts'
import { itineraryOf } from './queries/itinerary-of.ts'
import { lessonsLearned } from './queries/lessons.ts'

const tags = ['itinerary']
const Day = z.iso.date().optional()

/** One's own day, or that of somebody who agreed to be followed; at a desk, the part at the own hospital. */
export const routes: Routes = (app) => {
  app.get('/api/itinerary/days/:personId', {
    schema: { operationId: 'readDay', summary: 'Somebody\'s day: what is now, what comes next, when it is over and why that changed', tags, params: z.object({ personId: z.uuid() }), querystring: z.object({ day: Day }), response: { 200: Itinerary } },
    config: { access: allow('patient', 'staff'), purpose: 'treatment', outcomes: [DayNotYours] },
  }, (request) => query(request, async (tx, context) => {
    await demandMay(tx, context, request.params.personId)
    return itineraryOf(tx, context, request.params.personId, request.query.day ?? localDay(context.now))
  }))

  app.get('/api/itinerary/promises', {
    schema: { operationId: 'readPromises', summary: 'How far the promised ends came true', tags, querystring: z.object({ from: z.iso.date(), until: z.iso.date() }), response: { 200: z.array(PromiseFigures) } },
    config: { access: allow('manager', 'admin'), purpose: 'operations' },
  }, (request) => query(request, (tx) => promiseFigures(tx, request.query.from, request.query.until)))

  app.get('/api/itinerary/lessons', {
    schema: { operationId: 'readPromiseLessons', summary: 'What the promised ends that came true taught: by how much the next are moved and widened', tags, response: { 200: z.array(PromiseLesson) } },
    config: { access: allow('manager', 'admin'), purpose: 'operations' },
  }, (request) => query(request, (tx) => lessonsLearned(tx)))
}

/** Booking or paying for somebody is not enough to see where they are. */
async function demandMay(tx: Tx, context: Context, personId: string): Promise<void> {
  const may = context.actor.kind === 'patient' ? await mayFollow(tx, context, personId) : mayActFor(context.actor, personId)
  if (!may) throw new DayNotYours()
}
