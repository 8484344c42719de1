import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { workDays } from '#engines/capacity/index.ts'
import { csvRecords } from '#platform/text/index.ts'
import { demoPeople } from '../data/demo-people.ts'
import { hospitalRows } from './hospital-rows.ts'
import type { Subject } from './departments.ts'
import { personAt } from './persons.ts'
import { hospitalsOf } from './places.ts'
import { readPrices } from './prices.ts'

const lists = new URL('../../journey/throughout/directory/lists/diagnosis-subjects.csv', import.meta.url)
const subjects = new Map(csvRecords(await readFile(lists, 'utf8')).map((row) => [row['code']!, row as unknown as Subject]))
const prices = await readPrices()
const rowsOf = (seed: string, size: 'small' | 'city') =>
  hospitalsOf(seed, size).map((hospital) => hospitalRows({ seed, size, subjects, prices, day: '2026-11-22' }, hospital))

describe('the city', () => {
  const hospitals = hospitalsOf('linxi', 'city')
  const city = rowsOf('linxi', 'city')

  it('has 38 tertiary hospitals and 65 health centres in 16 districts, each under its own name', () => {
    expect(hospitals.filter((each) => !each.isHealthCentre)).toHaveLength(38)
    expect(hospitals.filter((each) => each.isHealthCentre)).toHaveLength(65)
    expect(new Set(hospitals.map((each) => each.districtId)).size).toBe(16)
    expect(new Set(hospitals.map((each) => each.name)).size).toBe(103)
  })

  it('has about six thousand doctors and a price list of some 180 items at a general hospital', () => {
    const doctors = city.reduce((sum, each) => sum + each.practitioner.length, 0)
    expect(doctors).toBeGreaterThan(5500)
    expect(doctors).toBeLessThan(6500)
    expect(city[0]!.price.length).toBeGreaterThanOrEqual(150)
  })

  it('has over 1.5 million units in 28 days, 30 % of the experts\' for family doctors', () => {
    const days = workDays('2026-11-22', 28).map((each) => each.weekday)
    const minutes = (time: unknown): number => Number(String(time).slice(0, 2)) * 60 + Number(String(time).slice(3))
    let units = 0
    const ofExperts = { all: 0, familyDoctor: 0 }
    for (const hospital of city) {
      const kinds = new Map(hospital.service.map((row) => [row[1], row[5]]))
      for (const [, , service, , , weekdays, , from, to, length, pools] of hospital.template) {
        const periods = Math.floor((minutes(to) - minutes(from)) / Number(length)) * days.filter((day) => (weekdays as number[]).includes(day)).length
        const shares = pools as Record<string, number>
        const each = Object.values(shares).reduce((sum, share) => sum + share, 0)
        units += periods * each
        if (kinds.get(service) !== 'expert') continue
        ofExperts.all += periods * each
        ofExperts.familyDoctor += periods * (shares['family-doctor'] ?? 0)
      }
    }
    expect(units).toBeGreaterThan(1_500_000)
    expect(ofExperts.familyDoctor / ofExperts.all).toBeCloseTo(0.3, 2)
  })

  it('is the same for the same seed, and another for another', () => {
    expect(JSON.stringify(rowsOf('linxi', 'small'))).toBe(JSON.stringify(rowsOf('linxi', 'small')))
    expect(JSON.stringify(rowsOf('other', 'small'))).not.toBe(JSON.stringify(rowsOf('linxi', 'small')))
  })

  it('has every department\'s subject in the national list and every fee in the price list', () => {
    for (const hospital of city) {
      const codes = new Set(hospital.price.map((row) => row[1]))
      expect(hospital.department.flatMap((row) => row[8] as string[]).filter((code) => !subjects.has(code))).toEqual([])
      expect(hospital.service.filter((row) => !codes.has(row[8]))).toEqual([])
    }
  })
})

describe('the people', () => {
  const people = Array.from({ length: 30_000 }, (_, index) => personAt('linxi', index))

  it('have identity numbers with a right check character, in areas assigned to nobody, no two alike', () => {
    const numbers = people.filter((each) => each.documentKind === 'resident-id').map((each) => each.documentNumber)
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const number of numbers.slice(0, 2000)) {
      const sum = number.slice(0, 17).split('').reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
      expect(number).toMatch(/^99\d{15}[\dX]$/)
      expect(number[17]).toBe('10X98765432'[sum % 11])
    }
  })

  it('have phones no mobile can have, and children under ten none', () => {
    const phones = people.flatMap((each) => each.phone ?? [])
    expect(new Set(phones).size).toBe(phones.length)
    expect(phones.every((phone) => /^100\d{8}$/.test(phone))).toBe(true)
    expect(people.filter((each) => each.birthDate > '2017-01-01' && each.phone)).toEqual([])
  })

  it('are as old as a large city, and nobody is born after January', () => {
    const over60 = people.filter((each) => each.birthDate < '1966').length / people.length
    expect(over60).toBeGreaterThan(0.2)
    expect(over60).toBeLessThan(0.3)
    expect(people.every((each) => each.birthDate < '2026-02-01')).toBe(true)
  })

  it('begin with the people of the demonstration', () => {
    expect(people.slice(0, demoPeople.length).map((each) => each.name)).toEqual(demoPeople.map((each) => each.name))
  })
})
