import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes'
import { errorTexts, type Language } from '#platform/http/locales.ts'
import { recognise } from '#platform/http/problems.ts'
import type { Issue } from './errors.ts'

/** The system of our own stable codes. */
export const REASONS = 'urn:liuxin:outcome'

const text = errorTexts()

export interface Failure {
  readonly status: number
  readonly outcome: OperationOutcome
  readonly retryAfterSeconds?: number
}

/** Any failure as an OperationOutcome that lists every reason there is. */
export function failureOf(error: unknown, language: Language): Failure {
  const known = recognise(error)
  const details = known.details ?? {}
  const retryAfter = details['retryAfterSeconds']
  return {
    status: known.status,
    outcome: outcome(issuesOf(known.code, known.status, known.fallback, details, language)),
    ...(typeof retryAfter === 'number' ? { retryAfterSeconds: retryAfter } : {}),
  }
}

function issuesOf(code: string, status: number, fallback: string, details: Readonly<Record<string, unknown>>, language: Language): Issue[] {
  const listed = details['issues'] as readonly Issue[] | undefined
  const reasons = details['reasons'] as readonly { readonly code: string; readonly with?: { readonly startsAt: string } }[] | undefined
  const found: Issue[] = [...(listed ?? [])]
  for (const reason of reasons ?? []) {
    if (found.some((one) => one.reason === reason.code)) continue
    found.push({ severity: 'error', code: kindOf(status, reason.code), text: text(reason.code, language, {}) ?? reason.code, reason: reason.code })
  }
  if (found.length === 0) found.push({ severity: 'error', code: kindOf(status, code), text: text(code, language, details) ?? fallback, reason: code })
  return found
}

/** The names FHIR has for kinds of failures. */
function kindOf(status: number, reason: string): string {
  if (/unknown|not-found|no-such/.test(reason)) return 'not-found'
  if (/restricted|not-your|for-you/.test(reason)) return 'forbidden'
  if (/limit/.test(reason)) return 'business-rule'
  const kinds: Record<number, string> = {
    400: 'invalid', 401: 'login', 403: 'forbidden', 404: 'not-found', 405: 'not-supported', 406: 'not-supported', 409: 'conflict', 410: 'deleted',
    412: 'conflict', 413: 'too-long', 415: 'not-supported', 422: 'business-rule', 429: 'throttled', 503: 'transient',
  }
  return kinds[status] ?? (status >= 500 ? 'exception' : 'invalid')
}

export function outcome(issues: readonly Issue[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map((issue): OperationOutcomeIssue => ({
      severity: issue.severity ?? 'error',
      code: issue.code as OperationOutcomeIssue['code'],
      details: { ...(issue.reason ? { coding: [{ system: REASONS, code: issue.reason }] } : {}), text: issue.text },
      ...(issue.expression ? { expression: [issue.expression] } : {}),
    })),
  }
}
