import { expect, test } from 'vitest'
import type { RuleField, RulePart } from '../../contract.ts'
import { emptyRow, faultsOf, fromForm, toForm } from './rule-form.ts'

const part = (kind: RulePart['kind'], path: string, over: Partial<RulePart> = {}): RulePart => ({ path: path === '' ? [] : path.split('.'), kind, unit: '', whole: false, least: null, most: null, choices: [], optional: false, unless: null, ...over })
const field = (kind: RulePart['kind'], path: string, over: Partial<RuleField> = {}): RuleField => ({ ...part(kind, path, over), columns: over.columns ?? [] })
const steps = field('rows', 'steps', { columns: [part('number', 'hours', { whole: true, least: 0 }), part('choice', 'kind', { choices: ['a', 'b'] }), part('number', 'id', { optional: true })] })
const fields = [
  field('number', 'most', { unit: 'cents', whole: true, least: 0, most: 1_000_000 }), field('number', 'part', { unit: 'share', least: 0, most: 1 }), field('number', 'bp', { unit: 'bp', whole: true }),
  field('number', 'by.late', { unit: 'hours', optional: true }), field('numbers', 'days', { unit: 'days', whole: true, least: -60 }), field('texts', 'codes'), field('time', 'from'), field('yes-no', 'second'),
  field('choices', 'roles', { choices: ['nurse', 'manager'] }), field('number', 'pair.1', { unit: 'share' }),
  steps,
]
const value = {
  most: 12_050, part: 0.07, bp: 7000, by: { late: 2.5, kept: 1 }, days: [-3, 0, 7], codes: ['LAB-GLU', 'EXM-UBT'], from: '21:30', second: true, roles: ['nurse'], pair: [0.1, 0.4],
  steps: [{ hours: 72, kind: 'b' }, { hours: 24, kind: 'a', id: 3 }],
}

test('what is typed from a value and read again is the same value, money as yuan and shares as percent', () => {
  const form = toForm(fields, value)
  expect(form).toMatchObject({ most: '120.5', part: '7', bp: '70', days: '-3, 0, 7', from: '21:30', 'pair.1': '40' })
  expect(faultsOf(fields, form)).toEqual({})
  expect(fromForm(fields, form, value)).toEqual(value)
})

test('what may be left out is left out, and what is typed with Chinese commas is a list', () => {
  const form = { ...toForm(fields, value), 'by.late': '', days: '1，2、3', codes: '' }
  expect(fromForm(fields, form, value)).toEqual({ ...value, by: { kept: 1 }, days: [1, 2, 3], codes: [] })
})

test('every fault is told at its field, in rows too', () => {
  const form = { ...toForm(fields, value), most: '-1', part: '101', bp: '70.005', from: '', days: '1, x', steps: [{ ...emptyRow(steps), hours: 'many' }] }
  expect(faultsOf(fields, form)).toEqual({ most: 'too-small', part: 'too-big', bp: 'not-whole', from: 'empty', days: 'not-a-number', 'steps.0.hours': 'not-a-number' })
})

test('what is asked for as text with a structure is checked as such', () => {
  const deep = [field('json', 'days')]
  expect(faultsOf(deep, { days: '[{' })).toEqual({ days: 'not-possible' })
  expect(fromForm(deep, toForm(deep, { days: [{ open: [1] }] }), { days: [] })).toEqual({ days: [{ open: [1] }] })
})

test('a rule that is nothing but a number is that number', () => {
  const only = [field('number', '', { unit: 'hours', whole: true })]
  expect(toForm(only, 24)).toEqual({ '': '24' })
  expect(fromForm(only, { '': '48' }, 24)).toBe(48)
})

test('days of the week are chosen, not typed, and a row that is closed has no times', () => {
  const days = field('rows', 'days', { columns: [
    part('weekdays', 'on', { least: 1 }), part('yes-no', 'closed', { optional: true }),
    part('time', 'from', { optional: true, unless: 'closed' }), part('text', 'why', { optional: true }),
  ] })
  const hours = { days: [{ on: [1, 3], closed: false, from: '08:00' }, { on: [2], closed: true, why: 'power cut' }] }
  const form = toForm([days], hours)
  expect(form).toMatchObject({ days: [{ on: ['1', '3'] }, { on: ['2'], from: '' }] })
  expect(faultsOf([days], form)).toEqual({})
  expect(fromForm([days], form, hours)).toEqual(hours)
  expect(faultsOf([days], { days: [emptyRow(days)] })).toEqual({ 'days.0.on': 'empty', 'days.0.from': 'empty' })
  expect(fromForm([days], { days: [{ on: ['2'], closed: true, from: '08:00', why: '' }] }, hours)).toEqual({ days: [{ on: [2], closed: true }] })
})
