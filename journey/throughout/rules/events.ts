import type { DomainEvent } from '#platform/events/index.ts'

export const RULE_PUBLISHED = 'rules.rule-published.v1'

export interface RulePublished {
  readonly institutionId: number
  readonly code: string
  readonly version: number
  readonly validFrom: string
  /** From that day on what holds in the region holds here too. */
  readonly backToRegion: boolean
}

export const rulePublished = (payload: RulePublished): DomainEvent => ({ type: RULE_PUBLISHED, institutionId: payload.institutionId, payload })

export const RULE_PROPOSED = 'rules.rule-proposed.v1'
export const PROPOSAL_DECIDED = 'rules.proposal-decided.v1'

export interface RuleProposed {
  readonly institutionId: number
  readonly proposalId: string
  readonly code: string
  readonly validFrom: string
}

export interface ProposalDecided {
  readonly institutionId: number
  readonly proposalId: string
  readonly code: string
  readonly state: 'published' | 'declined' | 'withdrawn' | 'expired'
}

export const ruleProposed = (payload: RuleProposed): DomainEvent => ({ type: RULE_PROPOSED, institutionId: payload.institutionId, payload })
export const proposalDecided = (payload: ProposalDecided): DomainEvent => ({ type: PROPOSAL_DECIDED, institutionId: payload.institutionId, payload })
