/** One field of a rejected form: where, and what is wrong in the reader's words. */
export type FieldFault = { path: string; message: string }

/**
 * Every failure a page can meet. `code` decides what the page does, `title` and `detail` are already in the reader's language.
 * Two codes are made here: `client.offline` (no network, nothing is known) and `client.unreadable` (an answer that is no problem document).
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly errors: FieldFault[]
  /** What the fault is about, for pages that offer a way on: the next free time, the name of the field. */
  readonly details: Readonly<Record<string, unknown>>
  /** The code a person can read out on the phone; the server finds the request by it. */
  readonly reference: string | undefined

  constructor(parts: { status: number; code: string; title: string; detail?: string | undefined; errors?: FieldFault[] | undefined; details?: Readonly<Record<string, unknown>> | undefined; reference?: string | undefined }) {
    super(`${parts.code}: ${parts.title}`)
    this.name = 'Problem'
    this.status = parts.status
    this.code = parts.code
    this.title = parts.title
    this.detail = parts.detail
    this.errors = parts.errors ?? []
    this.details = parts.details ?? {}
    this.reference = parts.reference
  }
}

export function isProblem(value: unknown, code?: string): value is Problem {
  return value instanceof Problem && (code === undefined || value.code === code)
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

function faults(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return []
    const path = 'path' in entry ? entry.path : undefined
    const message = 'message' in entry ? text(entry.message) : undefined
    return message === undefined ? [] : [{ path: Array.isArray(path) ? path.join('.') : (text(path) ?? ''), message }]
  })
}

const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined)

/** Reads an RFC 9457 document; anything else becomes `client.unreadable` with its status kept. */
export async function readProblem(response: Response): Promise<Problem> {
  const document = record(await response.json().catch(() => undefined))
  return new Problem({
    status: response.status, code: text(document?.['code']) ?? 'client.unreadable', title: text(document?.['title']) ?? '',
    detail: text(document?.['detail']), errors: faults(document?.['errors']), details: record(document?.['details']), reference: text(document?.['instance']),
  })
}
