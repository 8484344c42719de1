import type { DomainEvent } from '#platform/events/index.ts'

const fact = (type: string) => (payload: { readonly institutionId: number } & Record<string, unknown>): DomainEvent => ({ type, institutionId: payload.institutionId, payload, topics: [`reconciliation:${payload.institutionId}`] })

/** A statement came in: {channel, day, fileId} */
export const statementImported = fact('reconciliation.statement-imported.v1')
/** A difference was proposed upon, or closed: {differenceId, status} */
export const differenceChanged = fact('reconciliation.difference-changed.v1')
/** A day was closed: {day, hash} */
export const dayClosed = fact('reconciliation.day-closed.v1')
