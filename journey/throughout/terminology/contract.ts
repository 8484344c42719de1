import { z } from 'zod'

export const Diagnosis = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
})
export type Diagnosis = z.infer<typeof Diagnosis>

export const DiagnosesQuery = z.object({
  q: z.string().trim().min(1).max(60),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export type DiagnosesQuery = z.infer<typeof DiagnosesQuery>

export const Edition = z.object({
  id: z.string(),
  name: z.string(),
  codeCount: z.number().int(),
  active: z.boolean(),
  importedAt: z.string(),
})
export type Edition = z.infer<typeof Edition>

/** One row of a code list that cannot be used, and why. */
export interface ListFault {
  readonly row: number
  readonly code: 'code-missing' | 'code-shape' | 'name-missing' | 'twice'
  readonly value: string
}

export interface ListReport {
  readonly edition: string
  readonly written: boolean
  readonly rows: number
  readonly faults: readonly ListFault[]
}
