/** An outcome the caller can act on. Anything else that is thrown is a bug, and a 500. */
export class DomainError extends Error {
  readonly code: string
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.details = details
  }
}

export interface Outcome {
  new (details?: Readonly<Record<string, unknown>>): DomainError
  readonly code: string
  readonly status: number
  readonly message: string
}

/**
 * Declares an expected outcome. `code` is `<module>.<kebab-case>` and stable for ever; the sentence a person reads
 * is the locale entry `errors.<kebab-case>` of that module, `message` is its English fallback.
 */
export function domainError(code: string, status: number, message: string): Outcome {
  return class extends DomainError {
    static readonly code = code
    static readonly status = status
    static readonly message = message
    constructor(details?: Readonly<Record<string, unknown>>) {
      super(code, status, message, details)
    }
  }
}
