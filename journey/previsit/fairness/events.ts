import type { DomainEvent } from '#platform/events/index.ts'
import type { IncidentKind } from './contract.ts'

export const WARNING_GIVEN = 'fairness.warning-given.v1'
export const INCIDENT_NOTED = 'fairness.incident-noted.v1'
export const INCIDENT_EXCUSED = 'fairness.incident-excused.v1'
export const APPEAL_ASKED = 'fairness.appeal-asked.v1'
export const APPEAL_DECIDED = 'fairness.appeal-decided.v1'
export const FINDING_OPENED = 'fairness.finding-opened.v1'
export const FINDING_DECIDED = 'fairness.finding-decided.v1'
export const SPREAD_FOUND = 'fairness.spread-found.v1'

export interface IncidentFacts {
  readonly institutionId: number
  readonly personId: string
  readonly appointmentId: string
  readonly kind: IncidentKind
}

export interface WarningFacts extends IncidentFacts {
  readonly counted: number
}

export interface AppealFacts {
  readonly institutionId: number
  readonly personId: string
  readonly appealId: string
  readonly granted?: boolean
}

export const incidentNoted = (facts: IncidentFacts) => toldToPerson(INCIDENT_NOTED, facts)
export const incidentExcused = (facts: IncidentFacts) => toldToPerson(INCIDENT_EXCUSED, facts)
export const warningGiven = (facts: WarningFacts) => toldToPerson(WARNING_GIVEN, facts)
export const appealAsked = (facts: AppealFacts) => toldToPerson(APPEAL_ASKED, facts, `fairness:${facts.institutionId}`)
export const appealDecided = (facts: AppealFacts) => toldToPerson(APPEAL_DECIDED, facts, `fairness:${facts.institutionId}`)

export const findingOpened = (facts: { readonly institutionId: number; readonly findingId: string; readonly score: number }) => atInstitution(FINDING_OPENED, facts)
export const spreadFound = (facts: { readonly institutionId: number; readonly spreadId: string; readonly score: number; readonly hospitals: number }) => atInstitution(SPREAD_FOUND, facts)
export const findingDecided = (facts: { readonly institutionId: number; readonly findingId: string; readonly decisionId: string; readonly kind: string; readonly state: string }) =>
  atInstitution(FINDING_DECIDED, facts)

function toldToPerson(type: string, facts: { readonly institutionId: number; readonly personId: string }, ...topics: readonly string[]): DomainEvent {
  return { type, institutionId: facts.institutionId, topics: [`person:${facts.personId}`, ...topics], payload: facts }
}

function atInstitution(type: string, facts: { readonly institutionId: number }): DomainEvent {
  return { type, institutionId: facts.institutionId, topics: [`fairness:${facts.institutionId}`], payload: facts }
}
