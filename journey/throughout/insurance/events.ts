import type { DomainEvent } from '#platform/events/index.ts'

export const CLAIM_CHANGED = 'insurance.claim-changed.v1'

export interface ClaimFacts {
  readonly institutionId: number
  readonly claimId: string
  readonly visitId: string
  readonly personId: string
  readonly state: string
}

/** The insurer's answer about a visit is another than before. */
export const claimChanged = (payload: ClaimFacts): DomainEvent =>
  ({ type: CLAIM_CHANGED, payload, institutionId: payload.institutionId, topics: [`person:${payload.personId}`] })
