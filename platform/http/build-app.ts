import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyRequest, LogController } from 'fastify'
import helmet from 'helmet'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { audit } from '#platform/audit/index.ts'
import type { Config } from '#platform/config/index.ts'
import type { Actor } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { DomainError, domainError } from '#platform/errors/domain-error.ts'
import type { Services } from '#platform/services.ts'
import { checkAccess } from './access.ts'
import type { App } from './app.ts'
import { measureRequests } from './measure.ts'
import { closeUnusedConnections } from './close-connections.ts'
import { deviceOf, giveDevice } from './device.ts'
import { describeApi } from './openapi.ts'
import { problemRenderer } from './problems.ts'
import { makeContext } from './request-context.ts'

const NothingHere = domainError('platform.not-found', 404, 'There is nothing at this address.')

export type Authenticate = (request: FastifyRequest) => Promise<Actor>

export interface AppOptions {
  readonly services: Services
  /** Who sends the request; the module that knows sign-ins gives it. */
  readonly authenticate: Authenticate
}

/** The HTTP server without its routes: problem documents, access, context, OpenAPI, measures. */
export async function buildApp({ services, authenticate }: AppOptions): Promise<App> {
  const app = Fastify({
    loggerInstance: services.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    bodyLimit: 1024 * 1024,
    // On shutdown what is under way is finished, and what still arrives on an open connection is served.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  }).withTypeProvider<ZodTypeProvider>() as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorate('services', services)
  app.decorateRequest('context', null)
  const render = problemRenderer()
  app.setErrorHandler((error, request, reply) => {
    noteRefusal(error, request)
    render(error, request, reply)
  })
  app.setNotFoundHandler((request, reply) => render(new NothingHere({ path: request.url.slice(0, 200) }), request, reply))

  await app.register(cookie)
  protectAnswers(app, services.config)
  await app.register(multipart, { limits: { fileSize: 20 * 1024 * 1024, files: 1 } })
  await app.register(rateLimit, { global: false })
  await describeApi(app)
  measureRequests(app)
  closeUnusedConnections(app)

  app.addHook('onRequest', async (request, reply) => {
    giveDevice(request, reply, services.config)
    // Pages and files carry no access rule and no personal data; they are served outside /api.
    if (request.is404 || !needsAccess(request)) return
    const actor = await authenticate(request)
    request.context = makeContext(request, actor, services.clock.now(), deviceOf(request, services.config))
    checkAccess(request.routeOptions.config.access, actor)
  })
  return app
}

function needsAccess(request: FastifyRequest): boolean {
  return request.routeOptions.config.access !== undefined || (request.routeOptions.url ?? '').startsWith('/api/')
}

/** A refusal to show or change personal data is itself worth an audit row. It must never delay or change the answer. */
export function noteRefusal(error: unknown, request: FastifyRequest): void {
  const { context } = request
  if (!context || !(error instanceof DomainError) || error.status !== 403) return
  const { services } = request.server
  inTransaction(services.db, context, (tx) =>
    audit(tx, context, { action: error.code, subject: `${request.method} ${request.routeOptions.url ?? ''}`, result: 'refused' }),
  ).catch((failure: unknown) => services.log.error({ err: failure }, 'a refusal could not be audited'))
}

/** The headers by which browsers guard our pages; made once, as they are the same for every answer. */
function protectAnswers(app: App, config: Config): void {
  const protect = helmet({
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'connect-src': ["'self'"],
        'upgrade-insecure-requests': config.publicUrl.startsWith('https:') ? [] : null,
      },
    },
    // Our own pages say which of them asks: a patient's and a desk's sign-in live side by side in one browser.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
  })
  app.addHook('onRequest', (request, reply, next) => protect(request.raw, reply.raw, () => next()))
}
