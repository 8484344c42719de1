import type { Campus, Department, District, Institution, Practitioner, Price, Service } from '../contract.ts'

export interface Subject {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly parentCode: string | null
  readonly usualName: string
  readonly also: readonly string[]
}

export interface Word {
  readonly word: string
  readonly nameEn: string
  readonly kind: 'symptom' | 'disease' | 'need'
  readonly also: readonly string[]
  readonly subjectCodes: readonly string[]
  readonly urgent: boolean
}

/** A department with what lists say beside it. */
export interface ListedDepartment extends Department {
  readonly pinyin: string
  readonly doctorCount: number
  readonly feeFromCents: number | null
}

export interface ListedPractitioner extends Practitioner {
  readonly pinyin: string
}

/** One consistent reading of the whole directory, for one calendar day's prices. */
export interface Snapshot {
  readonly revision: number
  /** When anything in it last changed. */
  readonly changedAt: Date
  readonly day: string
  readonly districts: ReadonlyMap<number, District>
  readonly institutions: ReadonlyMap<number, Institution & { readonly pinyin: string }>
  readonly campuses: ReadonlyMap<string, Campus>
  readonly campusByCheckInCode: ReadonlyMap<string, Campus>
  readonly subjects: ReadonlyMap<string, Subject>
  readonly words: readonly Word[]
  readonly departments: ReadonlyMap<string, ListedDepartment>
  readonly practitioners: ReadonlyMap<string, ListedPractitioner>
  readonly services: ReadonlyMap<string, Service>
  readonly departmentsOf: ReadonlyMap<number, readonly ListedDepartment[]>
  readonly practitionersOf: ReadonlyMap<string, readonly ListedPractitioner[]>
  readonly servicesOfDepartment: ReadonlyMap<string, readonly Service[]>
  readonly servicesOfPractitioner: ReadonlyMap<string, readonly Service[]>
  /** Prices in force on `day`, by `institution/code`. */
  readonly prices: ReadonlyMap<string, Price>
}

/** Key of something an institution owns. */
export function key(institutionId: number, id: number | string): string {
  return `${institutionId}/${id}`
}
