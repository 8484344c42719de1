import { mayActFor } from '#platform/context/context.ts'
import type { Module } from '#platform/module.ts'
import { fhir } from './fhir/index.ts'
import { realNameSimulator } from './real-name/simulator.ts'
import { deskRoutes } from './routes/desk-routes.ts'
import { familyRoutes } from './routes/family-routes.ts'
import { ownRoutes } from './routes/own-routes.ts'

export const module: Module = {
  name: 'people',
  fhir,
  routes(app, services) {
    for (const add of [ownRoutes, familyRoutes, deskRoutes]) add(app, services)
    if (services.config.demo) realNameSimulator(app)
  },
  // What happens to a person is told to those who may act for them; staff follow queues and boards, not people.
  topics: { person: { byActor: (context, personId) => context.actor.kind === 'patient' && mayActFor(context.actor, personId) } },
}
