import type { DomainEvent } from '#platform/events/index.ts'

interface VisitFacts {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly practitionerId: number
}

interface OrderFacts {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly orderId: string
  readonly kind: string
}

const aboutVisit = (type: string) => (payload: VisitFacts): DomainEvent => ({
  type,
  institutionId: payload.institutionId,
  payload: { institutionId: payload.institutionId, visitId: payload.visitId, personId: payload.personId, practitionerId: payload.practitionerId },
  topics: [`person:${payload.personId}`],
})

const aboutOrder = (type: string) => (payload: OrderFacts): DomainEvent => ({
  type,
  institutionId: payload.institutionId,
  payload,
  topics: [`person:${payload.personId}`],
})

export const visitStarted = aboutVisit('consulting.visit-started.v1')
export const visitFinished = aboutVisit('consulting.visit-finished.v1')
export const visitReopened = aboutVisit('consulting.visit-reopened.v1')
export const orderPlaced = aboutOrder('consulting.order-placed.v1')
export const orderCancelled = aboutOrder('consulting.order-cancelled.v1')
