import type { DomainEvent } from '#platform/events/index.ts'

interface OfPerson {
  readonly institutionId: number | null
  readonly personId: string
}

const fact = (type: string) => <T extends OfPerson>(payload: T): DomainEvent =>
  ({ type, payload, institutionId: payload.institutionId, topics: [`person:${payload.personId}`] })

/** Somebody agreed to pay after treatment, or took that back: {agreed} */
export const lineChanged = fact('credit.line-changed.v1')
/** What a check-in came to: {visitId, outcome} */
export const visitLookedAt = fact('credit.visit-looked-at.v1')
/** Treatment was put on credit: {debtId, cents} */
export const debtMade = fact('credit.debt-made.v1')
/** Debts came down: {id, kind, cents} */
export const debtBroughtDown = fact('credit.debt-brought-down.v1')
