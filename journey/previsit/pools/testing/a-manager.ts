import type { Actor, InstitutionId } from '#platform/context/context.ts'
import { newId } from '#platform/database/index.ts'

/** Somebody of the outpatient office. */
export function manager(institutionId = 1): Actor {
  return { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institutionId as InstitutionId, roles: ['manager'] }
}
