import { normalise, spell } from '#platform/text/index.ts'
import { key, type ListedDepartment, type ListedPractitioner, type Snapshot, type Word } from '../snapshot/snapshot.ts'
import { LabelIndex } from './label-index.ts'

/** Everything that is looked for by name. Names that many share (内科, 王伟) are one label with many things behind it. */
export interface SearchIndex {
  readonly institutions: LabelIndex<number>
  readonly departments: LabelIndex<ListedDepartment>
  readonly practitioners: LabelIndex<ListedPractitioner>
  readonly specialities: LabelIndex<ListedPractitioner>
  /** Everyday words by every way they are said, and by their spelling. */
  readonly words: ReadonlyMap<string, Word>
  readonly wordsBySpelling: ReadonlyMap<string, readonly Word[]>
  readonly longestWord: number
  readonly departmentsBySubject: ReadonlyMap<string, readonly ListedDepartment[]>
  /** What a mistyped query may have meant, by its sound. */
  readonly vocabulary: readonly Meant[]
  /** Normalised, longest first. */
  readonly hospitalNames: readonly string[]
}

export interface Meant {
  readonly text: string
  readonly nameEn: string
  readonly spelling: string
}

export function buildSearchIndex(snapshot: Snapshot): SearchIndex {
  const { words, wordsBySpelling, longestWord } = indexWords(snapshot.words)
  const institutions = new LabelIndex<number>()
  for (const each of snapshot.institutions.values()) {
    institutions.add(each.name, each.nameEn, each.institutionId)
    if (each.shortName !== each.name) institutions.add(each.shortName, '', each.institutionId)
  }
  const departments = new LabelIndex<ListedDepartment>()
  for (const each of snapshot.departments.values()) {
    departments.add(each.name, each.nameEn, each)
    for (const name of otherNamesOf(each, snapshot)) departments.add(name, '', each)
  }
  const practitioners = new LabelIndex<ListedPractitioner>('name')
  const specialities = new LabelIndex<ListedPractitioner>('none')
  for (const each of snapshot.practitioners.values()) {
    practitioners.add(each.name, each.nameEn, each)
    if (each.speciality !== '') specialities.add(each.speciality, '', each)
  }
  for (const each of [institutions, departments, practitioners, specialities]) each.close()
  return {
    institutions, departments, practitioners, specialities, words, wordsBySpelling, longestWord,
    departmentsBySubject: bySubject(snapshot),
    vocabulary: vocabularyOf(snapshot),
    hospitalNames: [...snapshot.institutions.values()].flatMap((each) => [each.name, each.shortName]).map(normalise).sort((a, b) => b.length - a.length),
  }
}

function indexWords(list: readonly Word[]): Pick<SearchIndex, 'words' | 'wordsBySpelling' | 'longestWord'> {
  const words = new Map<string, Word>()
  const wordsBySpelling = new Map<string, Word[]>()
  let longestWord = 0
  for (const word of list) {
    for (const said of [word.word, ...word.also]) {
      if (!words.has(said)) words.set(said, word)
      longestWord = Math.max(longestWord, said.length)
      const { full, initials } = spell(said)
      for (const spelling of said === word.word && initials.length > 1 ? [full, initials] : [full]) {
        const known = wordsBySpelling.get(spelling) ?? []
        if (!known.includes(word)) wordsBySpelling.set(spelling, [...known, word])
      }
    }
    words.set(normalise(word.nameEn), word)
  }
  return { words, wordsBySpelling, longestWord }
}

/** 心内科 for 心血管内科: what people call a department of this subject, whatever its own door says. */
function otherNamesOf(department: ListedDepartment, snapshot: Snapshot): string[] {
  const subject = snapshot.subjects.get(department.subjectCodes[0] ?? '')
  return subject ? [subject.usualName, ...subject.also].filter((name) => name !== '' && name !== department.name) : []
}

/** A department of a wider subject (眼科 for all of 10) also serves the narrower ones, and a narrower serves the wider. */
function bySubject(snapshot: Snapshot): Map<string, ListedDepartment[]> {
  const found = new Map<string, ListedDepartment[]>()
  for (const department of snapshot.departments.values()) {
    const codes = new Set(department.subjectCodes.flatMap((code) => [code, snapshot.subjects.get(code)?.parentCode ?? code]))
    for (const code of codes) {
      const list = found.get(code)
      if (list) list.push(department)
      else found.set(code, [department])
    }
  }
  return found
}

function vocabularyOf(snapshot: Snapshot): Meant[] {
  const meant = new Map<string, Meant>()
  const add = (text: string, nameEn: string): void => {
    const label = normalise(text)
    if (!meant.has(label)) meant.set(label, { text: label, nameEn, spelling: spell(label).full })
  }
  for (const word of snapshot.words) {
    add(word.word, word.nameEn)
    for (const said of word.also) add(said, word.nameEn)
  }
  for (const each of snapshot.departments.values()) {
    add(each.name, each.nameEn)
    for (const name of otherNamesOf(each, snapshot)) add(name, each.nameEn)
  }
  for (const each of snapshot.institutions.values()) add(each.shortName, each.nameEn)
  return [...meant.values()]
}

export function ownKey(each: { readonly institutionId: number; readonly id: number }): string {
  return key(each.institutionId, each.id)
}
