import type { DomainEvent } from '#platform/events/index.ts'

const onPlan = (type: string) => <T extends { readonly institutionId: number }>(payload: T): DomainEvent =>
  ({ type, payload, institutionId: payload.institutionId, topics: [`guidance:${payload.institutionId}`] })

/** Another plan is in force: {campusId, version} */
export const planPublished = onPlan('guidance.plan-published.v1')
/** Something was closed or is open again: {campusId, closureId} */
export const closureChanged = onPlan('guidance.closure-changed.v1')
