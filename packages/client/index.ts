/** The way from a page to the server: requests, problems, live events. Nothing here knows what a patient is. */
export { api, onSignedOut, onStale } from './api.ts'
export type { Options, Query } from './api.ts'
export { isProblem, Problem } from './problem.ts'
export type { FieldFault } from './problem.ts'
export { newKey } from './idempotency.ts'
export { useLive } from './live.ts'
export type { LiveEvent, Liveness } from './live.ts'
export type {} from './register.ts'
