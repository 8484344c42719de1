import { domainError } from '#platform/errors/domain-error.ts'

export const ParameterUnknown = domainError('platform.fhir-parameter-unknown', 400, 'The search has a parameter that is not served here.')
export const ParameterInvalid = domainError('platform.fhir-parameter-invalid', 400, 'A parameter of the search cannot be read.')
export const NotAResource = domainError('platform.fhir-not-a-resource', 400, 'The body is not the resource this address takes.')
export const ResourceInvalid = domainError('platform.fhir-resource-invalid', 422, 'The resource breaks rules of FHIR R4.')
export const ResourceNotFound = domainError('platform.fhir-not-found', 404, 'There is no such resource.')
export const NotServed = domainError('platform.fhir-not-served', 404, 'This server does not serve that.')
export const MethodNotAllowed = domainError('platform.fhir-method-not-allowed', 405, 'This is not offered here; the CapabilityStatement says what is.')
export const FormatNotOffered = domainError('platform.fhir-format-not-offered', 406, 'Only FHIR as JSON is offered.')
export const VersionConflict = domainError('platform.fhir-version-conflict', 412, 'The resource has changed since the version you named.')
export const ScopeMissing = domainError('platform.fhir-scope-missing', 403, 'This client was not given leave for that.')
export const TooManyRequests = domainError('platform.too-many-requests', 429, 'Too many requests.')
export const ChangeNotOffered = domainError('platform.fhir-change-not-offered', 422, 'The resource cannot be changed in this way.')

/** One reason of a failure, as an OperationOutcome lists it. */
export interface Issue {
  readonly severity?: 'fatal' | 'error' | 'warning' | 'information'
  readonly code: string
  readonly text: string
  readonly expression?: string
  /** The stable code of one of our own refusals. */
  readonly reason?: string
}
