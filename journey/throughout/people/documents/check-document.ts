import type { DocumentKind, Sex } from './kinds.ts'

/** Why a number cannot be what it is said to be; the pages say it in words. */
export type DocumentFault = 'length' | 'shape' | 'region' | 'date' | 'future' | 'check-digit'

/** What a valid number tells about its bearer. */
export interface DocumentFacts {
  /** As it is stored and searched: upper case, without spaces and dashes. */
  readonly number: string
  readonly sex?: Sex
  readonly birthDate?: string
  /** From the area that is kept for tests: good in demonstrations only. */
  readonly testArea: boolean
}

export function normalNumber(number: string): string {
  // Full-width digits and letters come from Chinese keyboards.
  return number.normalize('NFKC').toUpperCase().replace(/[\s()\-–—]/g, '')
}

const LENGTHS: Partial<Record<DocumentKind, readonly number[]>> = {
  'resident-id': [18],
  'hmt-residence-permit': [18],
  'foreign-residence-permit': [15, 18],
  'hk-macao-permit': [9, 11],
  'birth-certificate': [10],
}

const SHAPES: Readonly<Record<DocumentKind, RegExp>> = {
  'resident-id': /^\d{17}[\dX]$/,
  'hmt-residence-permit': /^\d{17}[\dX]$/,
  // Before 2023: three letters of the country and twelve digits; since then eighteen characters that begin with 9.
  'foreign-residence-permit': /^([A-Z]{3}\d{12}|9\d{16}[\dX])$/,
  passport: /^(?=.*\d{3})[A-Z0-9]{5,12}$/,
  // A letter for the place and 8 digits; older cards add 2 for the renewal.
  'hk-macao-permit': /^[HM]\d{8}(\d{2})?$/,
  // 8 digits; older books: 10 digits and a letter or two for the renewal.
  'taiwan-permit': /^(\d{8}|\d{10}[A-Z]{0,2})$/,
  'birth-certificate': /^[A-Z]\d{9}$/,
  'insurance-code': /^[A-Z0-9]{8,30}$/,
  'health-card': /^[A-Z0-9]{8,30}$/,
}

/** First two digits of GB/T 2260 areas. 99 is assigned to nobody and kept for made-up people. */
const PROVINCES = new Set(
  ['11-15', '21-23', '31-37', '41-46', '50-54', '61-65', '71-71', '81-83', '99-99'].flatMap((range) => {
    const [from = 0, to = 0] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, i) => String(from + i))
  }),
)
const HMT_AREAS = new Set(['810000', '820000', '830000'])

/** Judges a number by the rules of its kind, as far as they are public. `today` is YYYY-MM-DD. */
export function checkDocument(kind: DocumentKind, given: string, today: string): DocumentFacts | { fault: DocumentFault } {
  const number = normalNumber(given)
  if (LENGTHS[kind] && !LENGTHS[kind].includes(number.length)) return { fault: 'length' }
  if (!SHAPES[kind].test(number)) return { fault: 'shape' }
  if (kind === 'resident-id') return checkNumbered(number, PROVINCES.has(number.slice(0, 2)), today)
  if (kind === 'hmt-residence-permit') return checkNumbered(number, HMT_AREAS.has(number.slice(0, 6)), today)
  if (kind !== 'foreign-residence-permit') return { number, testArea: false }
  return number.length === 18 ? checkNumbered(number, PROVINCES.has(number.slice(1, 3)), today) : checkOldPermit(number, today)
}

/** GB 11643: area, birth date, serial (odd for men), check character. */
function checkNumbered(number: string, regionKnown: boolean, today: string): DocumentFacts | { fault: DocumentFault } {
  if (!regionKnown) return { fault: 'region' }
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDay(birthDate) || birthDate < '1880-01-01') return { fault: 'date' }
  if (birthDate > today) return { fault: 'future' }
  if (checkCharacter(number.slice(0, 17)) !== number[17]) return { fault: 'check-digit' }
  return { number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', testArea: number.startsWith('99') }
}

/** Country, four digits of the area, birth date as YYMMDD, and two more. The century is not in it, so no birth date comes out. */
function checkOldPermit(number: string, today: string): DocumentFacts | { fault: DocumentFault } {
  const [yy, mm, dd] = [number.slice(7, 9), number.slice(9, 11), number.slice(11, 13)]
  const inThisCentury = `20${yy}-${mm}-${dd}`
  const possible = [`19${yy}-${mm}-${dd}`, inThisCentury].filter((day) => isDay(day) && day <= today)
  return possible.length > 0 ? { number, testArea: false } : { fault: 'date' }
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** ISO 7064, MOD 11-2. */
export function checkCharacter(first17: string): string {
  let sum = 0
  for (const [i, digit] of [...first17].entries()) sum += Number(digit) * (2 ** (17 - i) % 11)
  return '10X98765432'[sum % 11] ?? ''
}
