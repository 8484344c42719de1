import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '#platform/context/context.ts'
import type { Outcome } from '#platform/errors/domain-error.ts'
import type { Services } from '#platform/services.ts'
import type { Access } from './access.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>
export type Routes = (app: App, services: Services) => void

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call; a route without it is refused to everybody. */
    access?: Access
    /** Why personal data is touched by this route. */
    purpose?: string
    /** The refusals a caller must expect; they appear in the OpenAPI document. */
    outcomes?: readonly Outcome[]
  }
  interface FastifyRequest {
    context: Context | null
  }
  interface FastifyInstance {
    services: Services
  }
}
