import { z } from 'zod'
import type { PlanDocument } from './format.ts'

/** What is wrong with one thing of a file: it was left out. */
export const PlanFault = z.object({ file: z.string(), feature: z.string(), code: z.enum([
  'not-json', 'not-a-plan', 'no-id', 'doubled-id', 'unknown-level', 'no-outline', 'too-small', 'crosses-itself', 'unknown-unit', 'wrong-field', 'missing-file', 'unreadable-zip',
]), detail: z.string() })
export type PlanFault = z.infer<typeof PlanFault>

/** What we concluded or mended, by how much: a person should look at it before publishing. */
export const PlanRepair = z.object({ feature: z.string(), code: z.enum(['gap-bridged', 'door-inferred', 'parts-split', 'floors-joined', 'name-from-occupant', 'leads-outside']), metres: z.number(), detail: z.string() })
export type PlanRepair = z.infer<typeof PlanRepair>

export interface PlanRead {
  /** Nothing when the file holds no plan at all. */
  readonly plan: PlanDocument | undefined
  readonly faults: readonly PlanFault[]
  readonly repairs: readonly PlanRepair[]
}
