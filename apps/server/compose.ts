import { fhirRoutes } from '#platform/fhir/index.ts'
import type { App, Authenticate } from '#platform/http/index.ts'
import { buildApp } from '#platform/http/index.ts'
import type { Module, TopicGuard } from '#platform/module.ts'
import { realtimeRoutes } from '#platform/realtime/index.ts'
import type { OpenServices } from './services.ts'
import { clockRoutes } from './clock-routes.ts'
import { invariantRoutes } from './invariants.ts'
import { servePages } from './pages.ts'

/** Puts the modules behind one HTTP server. */
export async function compose(services: OpenServices, modules: readonly Module[], authenticate: Authenticate): Promise<App> {
  const app = await buildApp({ services, authenticate })
  const guards: Record<string, TopicGuard> = Object.assign({}, ...modules.map((module) => module.topics ?? {}))
  for (const routes of [clockRoutes, invariantRoutes(services.ownerPool), realtimeRoutes(guards), fhirRoutes(modules.flatMap((module) => module.fhir ?? [])), ...modules.flatMap((module) => module.routes ?? [])]) routes(app, services)
  await servePages(app)
  for (const module of modules) await module.start?.(services)
  return app
}
