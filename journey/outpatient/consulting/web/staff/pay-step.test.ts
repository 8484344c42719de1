import { expect, test } from 'vitest'
import { payStep } from './pay-step.ts'

test('O1 O5 paying is what comes next while anything is due, and is told as done once nothing is', () => {
  expect(payStep({ selfCents: 6320, dueCents: 6320 })).toEqual({ state: 'next', label: 'next.pay', cents: 6320 })
  expect(payStep({ selfCents: 6320, dueCents: 20 })).toEqual({ state: 'next', label: 'next.pay', cents: 20 })
  expect(payStep({ selfCents: 6320, dueCents: 0 })).toEqual({ state: 'done', label: 'next.paid', cents: 6320 })
})
