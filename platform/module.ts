import type { Context } from './context/context.ts'
import type { Tx } from './database/index.ts'
import type { Reaction } from './events/index.ts'
import type { FhirPart } from './fhir/index.ts'
import type { Routes } from './http/index.ts'
import type { Task } from './jobs/index.ts'
import type { Rule } from './rules/index.ts'
import type { Services } from './services.ts'

/** May this actor listen to `<prefix>:<rest>`? With `byActor` who asks decides it alone: thousands who come back at once ask no database. */
export type TopicGuard = ((tx: Tx, context: Context, rest: string) => Promise<boolean>) | { byActor(context: Context, rest: string): boolean }

/** What a module gives the server: its doors to the outside. */
export interface Module {
  readonly name: string
  readonly routes?: Routes
  readonly reactions?: readonly Reaction[]
  readonly tasks?: readonly Task[]
  /** Live topics this module owns, by prefix. */
  readonly topics?: Readonly<Record<string, TopicGuard>>
  /** Its limits, times and weights that are data, for the one place where they are read and changed. */
  readonly rules?: readonly Rule[]
  /** What other programs find of this module under /fhir/R4. */
  readonly fhir?: FhirPart
  /** Work to do once per process before it serves. */
  start?(services: Services): Promise<void>
}
