import type { Chance } from '../prng.ts'
import { firstCharacters, olderNames, secondCharacters, surnames } from '../data/names.ts'

export type Sex = 'male' | 'female'

const first = { male: [...firstCharacters.male], female: [...firstCharacters.female] }
const second = { male: [...secondCharacters.male], female: [...secondCharacters.female] }

export interface PersonName {
  readonly name: string
  readonly surnameLength: number
}

/** A made-up name as people of that age have them. */
export function personName(luck: Chance, sex: Sex, birthYear = 1980): PersonName {
  const surname = luck.weighted(surnames)
  return { name: surname + givenName(luck, sex, birthYear), surnameLength: surname.length }
}

function givenName(luck: Chance, sex: Sex, birthYear: number): string {
  if (birthYear < 1965 && luck.next() < 0.6) return luck.pick(olderNames[sex])
  if (luck.next() < (birthYear < 1990 ? 0.25 : 0.12)) return luck.pick(second[sex])
  return luck.pick(first[sex]) + luck.pick(second[sex])
}
