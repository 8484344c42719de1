import swagger from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { App } from './app.ts'

/** OpenAPI 3.1 at /api/openapi.json, made from the routes themselves, the refusals included. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Liuxin',
        version: '0.1.0',
        description: 'Every write takes an Idempotency-Key header. Errors are RFC 9457 problem documents with a stable code.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'liuxin_session' } },
        schemas: { Problem: PROBLEM },
      },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input) as { schema: Record<string, unknown>; url: string }
      const { config } = input.route as { config?: { access?: { who: readonly string[] }; outcomes?: readonly { status: number; code: string }[] } }
      const refusals = Object.groupBy(config?.outcomes ?? [], (outcome) => String(outcome.status))
      const responses = { ...(schema['response'] as object | undefined) } as Record<string, unknown>
      for (const [status, outcomes] of Object.entries(refusals)) {
        responses[status] = { description: outcomes!.map((o) => o.code).join(', '), content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
      }
      const security = config?.access?.who.includes('anyone') ? [] : [{ session: [] }]
      return { schema: { ...schema, security, ...(Object.keys(responses).length > 0 ? { response: responses } : {}) }, url }
    },
  })
  app.get('/api/openapi.json', { schema: { hide: true }, config: { access: { who: ['anyone'] } } }, () => app.swagger())
}

const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const, description: 'One sentence for a person, in the language asked for' },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, description: 'Stable for ever' },
    instance: { type: 'string' as const, description: 'The request, for support' },
    errors: { type: 'array' as const, items: { type: 'object' as const, properties: { path: { type: 'string' as const }, message: { type: 'string' as const } } } },
    details: { type: 'object' as const },
  },
}
