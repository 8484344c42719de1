import type { Authenticate } from '#platform/http/index.ts'
import type { Module } from '#platform/module.ts'
import type { Services } from '#platform/services.ts'
import { sessionsOf } from './authenticate.ts'
import { routes } from './routes/index.ts'
import { tasks } from './tasks.ts'

export const module: Module = { name: 'access', routes, tasks }

/** Who sends a request: what the HTTP layer asks before every handler. */
export function authenticate(services: Services): Authenticate {
  return (request) => sessionsOf(services).authenticate(request)
}
