import { documentColumns, nameColumns, phoneColumns } from '#journey/throughout/people/index.ts'
import { demoPeople } from '../data/demo-people.ts'
import { accountCount, samplePhone } from '../demo.ts'
import { steadyId } from '../ids.ts'
import { type Chance, chance } from '../prng.ts'
import { personName, type Sex } from './people-names.ts'
import type { RegionSize } from './places.ts'

export interface Person {
  readonly index: number
  readonly personId: string
  readonly name: string
  readonly sex: Sex
  readonly birthDate: string
  readonly phone: string | null
  readonly documentKind: 'resident-id' | 'passport'
  readonly documentNumber: string
  readonly insurance: 'employee' | 'resident' | 'self-pay'
  readonly allergies: readonly string[]
}

/** The year the ages refer to. */
const YEAR = 2026
/** How many of a thousand are of each age band, as in a large city of eastern China. */
const AGES: readonly (readonly [readonly [number, number], number])[] = [
  [[0, 5], 32], [[6, 13], 62], [[14, 17], 28], [[18, 29], 140], [[30, 44], 245], [[45, 59], 235], [[60, 74], 190], [[75, 89], 63], [[90, 99], 5],
]
const ALLERGIES = ['青霉素', '头孢类', '磺胺类', '海鲜', '花粉', '碘造影剂']

/** The same person for the same number, at every load. */
export function personAt(seed: string, index: number): Person {
  const luck = chance(seed, 'person', index)
  const personId = steadyId(index, luck)
  const demo = demoPeople[index]
  if (demo) {
    const { name, sex, birthDate, insurance, allergies } = demo
    return {
      index, personId, name, sex, birthDate, insurance, allergies, phone: demo.phone ?? null,
      documentKind: demo.passport ? 'passport' : 'resident-id',
      documentNumber: demo.passport ?? residentNumber(index, birthDate, sex),
    }
  }
  const sex: Sex = luck.next() < 0.5 ? 'female' : 'male'
  const [youngest, oldest] = luck.weighted(AGES)
  const age = youngest + luck.below(oldest - youngest + 1)
  const birthDate = dayOf(luck, YEAR - age)
  return {
    index, personId, sex, birthDate,
    name: personName(luck, sex, YEAR - age).name,
    phone: age < 10 ? null : samplePhone(index),
    documentKind: 'resident-id',
    documentNumber: residentNumber(index, birthDate, sex),
    insurance: age < 18 ? 'resident' : luck.weighted([['employee', 62], ['resident', 33], ['self-pay', 5]] as const),
    allergies: luck.next() < 0.07 ? [luck.pick(ALLERGIES)] : [],
  }
}

/** Ages refer to the end of January: nobody is born in the future. */
function dayOf(luck: Chance, year: number): string {
  const [month, day] = year === YEAR ? [1, 1 + luck.below(31)] : [1 + luck.below(12), 1 + luck.below(28)]
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const WEIGHTS = Array.from({ length: 17 }, (_, i) => 2 ** (17 - i) % 11)

/** A number with a right check character (GB 11643) in an area code that is assigned to nobody. */
function residentNumber(index: number, birthDate: string, sex: Sex): string {
  // Area and serial count up together, so that no two of four million people share a number.
  const two = (value: number): string => String(1 + (value % 99)).padStart(2, '0')
  const area = `99${two(index)}${two(Math.floor(index / 99))}`
  const serial = (Math.floor(index / 9801) % 500) * 2 + (sex === 'male' ? 1 : 0)
  const first17 = `${area}${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * WEIGHTS[i]!
  return first17 + '10X98765432'[sum % 11]!
}

export interface PersonRows {
  readonly person: readonly unknown[]
  readonly document: readonly unknown[]
  readonly account: readonly unknown[] | null
}

/** A person as rows of the index: encrypted, masked, searchable by keyed hash. */
export function personRows(seed: string, person: Person, size: RegionSize, at: Date): PersonRows {
  const name = nameColumns(person.name)
  const phone = phoneColumns(person.phone)
  const document = documentColumns(person.documentKind, person.documentNumber)
  const hasAccount = person.phone !== null && person.index < accountCount[size]
  return {
    person: [
      person.personId, name.name_sealed, name.name_masked, name.name_hash, name.name_pinyin_initials, person.sex, person.birthDate,
      phone.phone_sealed, phone.phone_hash, phone.phone_masked, at, person.insurance, person.allergies, at,
    ],
    document: [person.personId, document.kind, document.number_hash, document.number_sealed, document.number_masked, at],
    account: hasAccount
      ? [steadyId(person.index, chance(seed, 'account', person.index)), 'patient', person.personId, phone.phone_hash, phone.phone_sealed, phone.phone_masked, person.documentKind === 'passport' ? 'en' : 'zh-CN', at]
      : null,
  }
}
