import { key, type ListedDepartment, type ListedPractitioner, type Snapshot, type Word } from '../snapshot/snapshot.ts'
import { ownKey, type SearchIndex } from './search-index.ts'
import { wordsIn } from './understand.ts'

export type Matches<T> = Map<T, number>

export interface Found {
  readonly words: readonly Word[]
  readonly institutions: Matches<number>
  readonly departments: Matches<ListedDepartment>
  readonly practitioners: Matches<ListedPractitioner>
}

const BY_WORD = 60
/** Each further subject of a word is a less likely door. */
const PER_SUBJECT = 8
const BY_SPECIALITY = 66
/** Doctors of a department that fits come after those who fit themselves. */
const BY_DEPARTMENT = -15
const TITLE: Readonly<Record<string, number>> = { chief: 4, 'associate-chief': 3, attending: 2 }

/** What fits every piece of the query: by itself, or by where it belongs (中心医院 心内科 张). */
export function matchesOf(pieces: readonly string[], snapshot: Snapshot, index: SearchIndex): Found {
  const parts = pieces.map((piece) => matchPiece(piece, snapshot, index))
  const first = parts[0]
  if (!first) return { words: [], institutions: new Map(), departments: new Map(), practitioners: new Map() }
  const words = [...new Set(parts.flatMap((part) => part.words))]
  if (parts.length === 1) {
    return { words, institutions: first.institutions, departments: first.departments, practitioners: withDoctorsOf(first, snapshot) }
  }
  return {
    words,
    institutions: fittingAll(parts.map((part) => part.institutions)),
    departments: fittingAll(parts.map((part) => withDepartmentsOf(part, snapshot))),
    practitioners: fittingAll(parts.map((part) => withEverybodyOf(part, snapshot))),
  }
}

function matchPiece(piece: string, snapshot: Snapshot, index: SearchIndex): Found {
  const letters = piece.replaceAll(' ', '')
  const words = wordsIn(piece, index)
  const departments = merged(index.departments.find(piece), letters === piece ? new Map() : index.departments.find(letters))
  for (const word of words) {
    word.subjectCodes.forEach((code, turn) => {
      for (const each of index.departmentsBySubject.get(code) ?? []) {
        // The department of exactly this subject before the one that covers it among others.
        const exact = each.subjectCodes[0] === code ? 2 : 0
        raise(departments, each, BY_WORD - turn * PER_SUBJECT + exact)
      }
    })
  }
  const practitioners = merged(index.practitioners.find(piece), letters === piece ? new Map() : index.practitioners.find(letters))
  for (const said of new Set([piece, ...words.map((word) => word.word)])) {
    if (said.length < 2 || /^[\x20-\x7e]+$/.test(said)) continue
    for (const each of index.specialities.find(said).keys()) raise(practitioners, each, BY_SPECIALITY + (TITLE[each.title] ?? 0))
  }
  return { words, institutions: index.institutions.find(piece), departments, practitioners }
}

function raise<T>(matches: Matches<T>, thing: T, score: number): void {
  if ((matches.get(thing) ?? Number.NEGATIVE_INFINITY) < score) matches.set(thing, score)
}

function merged<T>(a: Matches<T>, b: Matches<T>): Matches<T> {
  for (const [thing, score] of b) raise(a, thing, score)
  return a
}

function withDoctorsOf(part: Found, snapshot: Snapshot): Matches<ListedPractitioner> {
  const all = new Map(part.practitioners)
  for (const [department, score] of part.departments) {
    for (const each of snapshot.practitionersOf.get(ownKey(department)) ?? []) raise(all, each, score + BY_DEPARTMENT + (TITLE[each.title] ?? 0))
  }
  return all
}

function withDepartmentsOf(part: Found, snapshot: Snapshot): Matches<ListedDepartment> {
  const all = new Map(part.departments)
  for (const [id, score] of part.institutions) for (const each of snapshot.departmentsOf.get(id) ?? []) raise(all, each, score + BY_DEPARTMENT)
  return all
}

function withEverybodyOf(part: Found, snapshot: Snapshot): Matches<ListedPractitioner> {
  const all = withDoctorsOf(part, snapshot)
  for (const [id, score] of part.institutions) {
    for (const department of snapshot.departmentsOf.get(id) ?? []) {
      for (const each of snapshot.practitionersOf.get(key(id, department.id)) ?? []) raise(all, each, score + 2 * BY_DEPARTMENT)
    }
  }
  return all
}

function fittingAll<T>(parts: readonly Matches<T>[]): Matches<T> {
  const [first, ...others] = parts
  const all: Matches<T> = new Map()
  for (const [thing, score] of first ?? []) {
    let sum = score
    for (const other of others) {
      const more = other.get(thing)
      if (more === undefined) {
        sum = Number.NaN
        break
      }
      sum += more
    }
    if (!Number.isNaN(sum)) all.set(thing, sum / parts.length)
  }
  return all
}
