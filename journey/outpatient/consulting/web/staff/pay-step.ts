import type { VisitPayment } from '../../contract.ts'

/** Paying is open until the bill says otherwise, with what is still to be paid; what was paid is told as paid. */
export function payStep({ selfCents, dueCents }: VisitPayment): { state: 'next' | 'done'; label: 'next.pay' | 'next.paid'; cents: number } {
  return dueCents > 0 ? { state: 'next', label: 'next.pay', cents: dueCents } : { state: 'done', label: 'next.paid', cents: selfCents }
}
