import { normalise } from '#platform/text/index.ts'
import type { FoundDepartment, FoundInstitution, FoundPractitioner, SearchAnswer, SearchQuery, UnderstoodWord } from '../contract.ts'
import { key, type ListedDepartment, type ListedPractitioner, type Snapshot, type Word } from '../snapshot/snapshot.ts'
import { didYouMean } from './did-you-mean.ts'
import { distances, positionOf } from './distance.ts'
import { best, type Ranked } from './best.ts'
import type { SearchIndex } from './search-index.ts'
import { type Matches, matchesOf } from './matches.ts'
import { piecesOf } from './understand.ts'

/** What many people ask is worked out once for as long as the directory stays as it is; the least asked are dropped. */
const MOST_KEPT = 400
const answered = new WeakMap<Snapshot, Map<string, SearchAnswer>>()

/**
 * One search box for hospitals, departments, doctors, diseases and symptoms, in characters, pinyin, initials or English.
 * A disease or symptom is led to the departments for it; something mistyped to what it sounds like. Nearer comes first
 * among what fits equally well. Answers from memory: it touches no database.
 */
export function search(query: SearchQuery, known: { snapshot: Snapshot; index: SearchIndex }): SearchAnswer {
  const kept = answered.get(known.snapshot) ?? new Map<string, SearchAnswer>()
  answered.set(known.snapshot, kept)
  const asked = { ...query, ...(query.near === undefined ? {} : { near: roundly(query.near) }) }
  const key = JSON.stringify(asked)
  const found = kept.get(key) ?? searchAnew(asked, known)
  kept.delete(key)
  kept.set(key, found)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
  return found
}

/** To a hundred metres: near enough to walk by, and people of one street ask the same. */
function roundly(near: string): string {
  return near.replace(/-?\d+\.\d+/g, (part) => Number(part).toFixed(3))
}

function searchAnew(query: SearchQuery, { snapshot, index }: { snapshot: Snapshot; index: SearchIndex }): SearchAnswer {
  const typed = normalise(query.q)
  const direct = answer(typed, query, snapshot, index)
  if (!isEmpty(direct)) return direct
  const meant = didYouMean(typed, index)
  if (!meant || meant.text === typed) return direct
  return { ...answer(meant.text, query, snapshot, index), query: typed, didYouMean: meant.text, didYouMeanEn: meant.nameEn || null }
}

function isEmpty({ total, understood }: SearchAnswer): boolean {
  return understood.length === 0 && total.institutions + total.departments + total.practitioners === 0
}

function answer(typed: string, query: SearchQuery, snapshot: Snapshot, index: SearchIndex): SearchAnswer {
  const found = matchesOf(piecesOf(typed, index.hospitalNames), snapshot, index)
  const kmTo = distances(positionOf(query.near, snapshot), snapshot)
  const wanted = (institutionId: number): boolean => isWanted(institutionId, query, snapshot, kmTo)
  const institutions = best([...found.institutions].filter(([id]) => wanted(id)).map(([id, score]) => rank(id, id, score, snapshot, kmTo)), query.limit)
  const departments = best(ranked(found.departments, wanted, snapshot, kmTo), query.limit)
  const practitioners = best(ranked(found.practitioners, wanted, snapshot, kmTo), query.limit)
  return {
    query: typed,
    didYouMean: null,
    didYouMeanEn: null,
    understood: found.words.map((word) => understood(word, snapshot)),
    institutions: institutions.top.map((id) => institutionFound(id, snapshot, kmTo)),
    departments: departments.top.map((each) => departmentFound(each, snapshot, kmTo)),
    practitioners: practitioners.top.map((each) => practitionerFound(each, snapshot, kmTo)),
    total: { institutions: institutions.total, departments: departments.total, practitioners: practitioners.total },
  }
}

function isWanted(institutionId: number, query: SearchQuery, snapshot: Snapshot, kmTo: (id: number) => number | null): boolean {
  if (query.institutionId !== undefined && query.institutionId !== institutionId) return false
  if (query.institutionKind !== undefined && snapshot.institutions.get(institutionId)?.kind !== query.institutionKind) return false
  if (query.withinKm === undefined) return true
  const km = kmTo(institutionId)
  return km === null || km <= query.withinKm
}

/** Half a point a kilometre, at most twenty: distance orders what fits, it does not replace fitting. */
function nearness(km: number | null): number {
  return km === null ? 0 : -Math.min(km, 40) / 2
}

function rank<T>(thing: T, institutionId: number, score: number, snapshot: Snapshot, kmTo: (id: number) => number | null): Ranked<T> {
  return { thing, score: score + nearness(kmTo(institutionId)), order: institutionId }
}

function ranked<T extends { readonly institutionId: number; readonly id: number }>(
  matches: Matches<T>,
  wanted: (institutionId: number) => boolean,
  snapshot: Snapshot,
  kmTo: (id: number) => number | null,
): Ranked<T>[] {
  const list: Ranked<T>[] = []
  for (const [thing, score] of matches) {
    if (wanted(thing.institutionId)) list.push(rank(thing, thing.institutionId, score, snapshot, kmTo))
  }
  return list
}

function understood(word: Word, snapshot: Snapshot): UnderstoodWord {
  const subjects = word.subjectCodes.map((code) => snapshot.subjects.get(code)).filter((each) => each !== undefined)
  return {
    word: word.word, nameEn: word.nameEn, kind: word.kind, urgent: word.urgent,
    subjects: subjects.map(({ code, name, nameEn }) => ({ code, name, nameEn })),
  }
}

function place(institutionId: number, snapshot: Snapshot, kmTo: (id: number) => number | null) {
  const institution = snapshot.institutions.get(institutionId)!
  return {
    institutionId,
    institutionName: institution.name,
    institutionNameEn: institution.nameEn,
    institutionKind: institution.kind,
    districtName: institution.districtName,
    districtNameEn: institution.districtNameEn,
    distanceKm: kmTo(institutionId),
  }
}

function institutionFound(id: number, snapshot: Snapshot, kmTo: (id: number) => number | null): FoundInstitution {
  const { level, address } = snapshot.institutions.get(id)!
  return { ...place(id, snapshot, kmTo), level, address }
}

function departmentFound(each: ListedDepartment, snapshot: Snapshot, kmTo: (id: number) => number | null): FoundDepartment {
  const { id, name, nameEn, building, floor, placeEn, doctorCount, feeFromCents } = each
  return { ...place(each.institutionId, snapshot, kmTo), departmentId: id, name, nameEn, building, floor, placeEn, doctorCount, feeFromCents }
}

function practitionerFound(each: ListedPractitioner, snapshot: Snapshot, kmTo: (id: number) => number | null): FoundPractitioner {
  const department = snapshot.departments.get(key(each.institutionId, each.departmentId))
  const service = snapshot.servicesOfPractitioner.get(key(each.institutionId, each.id))?.[0]
  return {
    ...place(each.institutionId, snapshot, kmTo),
    practitionerId: each.id,
    departmentId: each.departmentId,
    departmentName: department?.name ?? '',
    departmentNameEn: department?.nameEn ?? '',
    name: each.name,
    nameEn: each.nameEn,
    title: each.title,
    speciality: each.speciality,
    serviceId: service?.id ?? null,
    feeCents: service?.feeCents ?? null,
    feeInsuranceShareBp: service?.feeInsuranceShareBp ?? 0,
  }
}
