import { expect, test } from 'vitest'
import type { VisitDay } from '#journey/outpatient/arrival/contract.ts'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import type { BillSummary } from '#journey/throughout/billing/contract.ts'
import { nextThing } from './next-thing.ts'

// Only the fields the choice looks at.
const visit = (visitStatus: VisitDay['visitStatus'], ticket?: string) => ({ visitId: 'v', visitStatus, place: ticket ? { status: ticket } : null }) as unknown as VisitDay
const bill = (id: string, dueCents: number) => ({ id, dueCents }) as unknown as BillSummary
const later = { id: 'w' } as unknown as AppointmentDetail
const kind = (known: Partial<Parameters<typeof nextThing>[0]>) => nextThing({ visit: undefined, bills: [], upcoming: [], ...known }).kind

test('being called comes before everything', () => {
  expect(kind({ visit: visit('waiting', 'called'), bills: [bill('old', 100)], upcoming: [later] })).toBe('called')
})

test('whoever waits sees their place, whoever was passed is told that the place is kept', () => {
  expect(kind({ visit: visit('waiting', 'waiting') })).toBe('waiting')
  expect(kind({ visit: visit('waiting', 'passed') })).toBe('passed')
  expect(kind({ visit: visit('waiting', 'parked') })).toBe('away')
  expect(kind({ visit: visit('in-consultation', 'serving'), bills: [bill('v', 5000)] })).toBe('consulting')
})

test('the fee of today’s visit does not hide where to go, an older bill comes first', () => {
  expect(kind({ visit: visit(null), bills: [bill('v', 5000)] })).toBe('check-in')
  expect(kind({ visit: visit(null), bills: [bill('old', 100)] })).toBe('pay')
})

test('after the doctor the bill is next, then the next visit, then nothing', () => {
  expect(kind({ visit: visit('finished', 'done'), bills: [bill('v', 8440)], upcoming: [later] })).toBe('pay')
  expect(kind({ visit: visit('finished', 'done'), bills: [bill('v', 0)], upcoming: [later] })).toBe('appointment')
  expect(kind({})).toBe('nothing')
})
