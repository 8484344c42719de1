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
