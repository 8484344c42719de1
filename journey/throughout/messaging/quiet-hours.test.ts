import { expect, test } from 'vitest'
import { awake } from './quiet-hours.ts'

const at = (time: string) => new Date(`${time}+08:00`)
const night = { quietFrom: '21:00', quietTo: '07:30' }

test('at night it waits until the morning, by day it goes at once', () => {
  expect(awake(at('2026-03-17T20:59:59'), night)).toEqual(at('2026-03-17T20:59:59'))
  expect(awake(at('2026-03-17T21:00:00'), night)).toEqual(at('2026-03-18T07:30:00'))
  expect(awake(at('2026-03-18T03:12:40'), night)).toEqual(at('2026-03-18T07:30:00'))
  expect(awake(at('2026-03-18T07:30:00'), night)).toEqual(at('2026-03-18T07:30:00'))
})

test('quiet hours that begin when they end are none', () => {
  expect(awake(at('2026-03-17T23:00:00'), { quietFrom: '00:00', quietTo: '00:00' })).toEqual(at('2026-03-17T23:00:00'))
})
