import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { DomainError } from '#platform/errors/domain-error.ts'
import { errorTexts, languageOf } from './locales.ts'

/** RFC 9457 problem document; `code` is stable, `title` is for a person, in their language. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly instance: string
  readonly errors?: readonly { path: string; message: string }[]
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Known {
  readonly code: string
  readonly status: number
  readonly fallback: string
  readonly errors?: Problem['errors']
  readonly details?: Readonly<Record<string, unknown>>
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '53300'])

/** What the driver says, without a code, of a connection that could not be had or died under a transaction. */
const LOST = /timeout exceeded when trying to connect|Connection terminated|is not queryable/

/** Renders any failure as a problem document. What nobody expected is logged in full and told as little as possible. */
export function problemRenderer(): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  const text = errorTexts()
  return (error, request, reply) => {
    const known = recognise(error)
    if (known.status >= 500) request.log.error({ err: error }, 'request failed')
    const problem: Problem = {
      type: `/problems/${known.code}`,
      title: text(known.code, languageOf(request.headers), known.details ?? {}) ?? known.fallback,
      status: known.status,
      code: known.code,
      instance: request.id,
      ...(known.errors ? { errors: known.errors } : {}),
      ...(known.details && Object.keys(known.details).length > 0 ? { details: known.details } : {}),
    }
    const retryAfter = known.details?.['retryAfterSeconds']
    if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter))
    void reply.code(known.status).header('content-type', 'application/problem+json; charset=utf-8').serializer(JSON.stringify).send(problem)
  }
}

/** What a failure is to the one who asked; what nobody expected is a fault of ours. */
export function recognise(error: unknown): Known {
  if (error instanceof DomainError) return { code: error.code, status: error.status, fallback: error.message, details: error.details }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      path: `${error.validationContext ?? ''}${issue.instancePath}`,
      message: issue.message ?? '',
    }))
    return { code: 'platform.invalid-request', status: 400, fallback: 'The request is not valid.', errors }
  }
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string }
  if (statusCode === 413) return { code: 'platform.too-large', status: 413, fallback: 'Too large.' }
  if (statusCode === 429) return { code: 'platform.too-many-requests', status: 429, fallback: 'Too many requests.' }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { code: 'platform.invalid-request', status: statusCode, fallback: message ?? 'The request is not valid.' }
  }
  // A NUL byte or a malformed value that only the database noticed is still the caller's input.
  if (code === '22021' || code === '22P05') return { code: 'platform.invalid-request', status: 400, fallback: 'The request is not valid.' }
  if (UNREACHABLE.has(code ?? '') || LOST.test(message ?? '')) {
    return { code: 'platform.unavailable', status: 503, fallback: 'The database cannot be reached.', details: { retryAfterSeconds: 5 } }
  }
  return { code: 'platform.internal', status: 500, fallback: 'Something went wrong on our side.' }
}
