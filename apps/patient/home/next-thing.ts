import type { VisitDay } from '#journey/outpatient/arrival/contract.ts'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import type { BillSummary } from '#journey/throughout/billing/contract.ts'

/** The one thing the home page says. Everything else stands quietly below it. */
export type NextThing =
  | { kind: 'called' | 'waiting' | 'passed' | 'away' | 'consulting' | 'check-in'; visit: VisitDay }
  | { kind: 'pay'; bill: BillSummary }
  | { kind: 'appointment'; appointment: AppointmentDetail }
  | { kind: 'nothing' }

type Known = {
  /** The visit of today that is not over, if there is one. */
  visit: VisitDay | undefined
  bills: readonly BillSummary[]
  upcoming: readonly AppointmentDetail[]
}

/** Being called comes before everything, a bill before the next visit, a visit today before a visit some day. */
export function nextThing({ visit, bills, upcoming }: Known): NextThing {
  const today = visit && ofToday(visit)
  if (today && today.kind !== 'check-in') return today
  const due = bills.find((bill) => bill.dueCents > 0)
  // A fee that may be paid after the visit must not hide where to go now.
  if (due && due.id !== visit?.visitId) return { kind: 'pay', bill: due }
  if (today) return today
  if (due) return { kind: 'pay', bill: due }
  const next = upcoming.find((appointment) => appointment.id !== visit?.visitId)
  return next ? { kind: 'appointment', appointment: next } : { kind: 'nothing' }
}

function ofToday(visit: VisitDay): Extract<NextThing, { visit: VisitDay }> | undefined {
  if (visit.visitStatus === 'in-consultation') return { kind: 'consulting', visit }
  if (visit.visitStatus === 'waiting') return { kind: standing(visit), visit }
  return visit.visitStatus === null ? { kind: 'check-in', visit } : undefined
}

function standing({ place }: VisitDay): 'called' | 'consulting' | 'passed' | 'away' | 'waiting' {
  if (place?.status === 'called') return 'called'
  if (place?.status === 'serving') return 'consulting'
  if (place?.status === 'passed') return 'passed'
  return place?.status === 'parked' ? 'away' : 'waiting'
}
