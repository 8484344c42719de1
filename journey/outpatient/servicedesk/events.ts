import type { DomainEvent } from '#platform/events/index.ts'

export const DESK_CHANGED = 'servicedesk.desk-changed.v1'
export const ITEM_LENT = 'servicedesk.item-lent.v1'
export const ITEM_CAME_BACK = 'servicedesk.item-came-back.v1'
export const COMPLAINT_RECEIVED = 'servicedesk.complaint-received.v1'
export const COMPLAINT_ANSWERED = 'servicedesk.complaint-answered.v1'
export const SHIFT_HANDED_OVER = 'servicedesk.shift-handed-over.v1'

interface AboutPerson {
  readonly institutionId: number
  readonly personId: string | null
}

const heardBy = ({ institutionId, personId }: AboutPerson) => [`servicedesk:${institutionId}`, ...(personId ? [`person:${personId}`] : [])]

/** Something at this desk is not as it was: whoever looks at it reads again. */
export const deskChanged = (institutionId: number): DomainEvent => ({ type: DESK_CHANGED, institutionId, payload: { institutionId }, topics: [`servicedesk:${institutionId}`] })

export const itemLent = (loan: AboutPerson & { readonly loanId: string; readonly itemId: string }): DomainEvent => ({ type: ITEM_LENT, institutionId: loan.institutionId, payload: { ...loan }, topics: heardBy(loan) })

export const itemCameBack = (loan: AboutPerson & { readonly loanId: string; readonly itemId: string; readonly keptCents: number }): DomainEvent => ({
  type: ITEM_CAME_BACK, institutionId: loan.institutionId, payload: { ...loan }, topics: heardBy(loan),
})

export const complaintReceived = (complaint: AboutPerson & { readonly complaintId: string; readonly departmentId: number | null; readonly urgency: string }): DomainEvent => ({
  type: COMPLAINT_RECEIVED, institutionId: complaint.institutionId, payload: { ...complaint }, topics: heardBy(complaint),
})

export const complaintAnswered = (complaint: AboutPerson & { readonly complaintId: string }): DomainEvent => ({
  type: COMPLAINT_ANSWERED, institutionId: complaint.institutionId, payload: { ...complaint }, topics: heardBy(complaint),
})

export const shiftHandedOver = (shift: { readonly institutionId: number; readonly shiftId: string; readonly nextShiftId: string }): DomainEvent => ({
  type: SHIFT_HANDED_OVER, institutionId: shift.institutionId, payload: { ...shift }, topics: [`servicedesk:${shift.institutionId}`],
})
