import { normalise, spell } from '#platform/text/index.ts'

interface Label<T> {
  readonly text: string
  readonly things: T[]
}

interface Sound<T> {
  /** What is typed from here on: pinyin from a syllable, initials from a letter, English from a word. */
  readonly letters: string
  readonly label: Label<T>
  /** True when this is the start of the label. */
  readonly fromStart: boolean
}

/** How well the words fit the label: the whole of it, its beginning, or somewhere inside. */
const WHOLE = 100
const BEGINNING = 85
const INSIDE = 70
const BY_LETTERS = -4

/**
 * Finds names by a piece of their text, of their pinyin, of its initials, or of their English name. Chinese pieces go
 * through pairs of characters, letters through one sorted list: no search walks through all names.
 */
export class LabelIndex<T> {
  readonly #labels = new Map<string, Label<T>>()
  readonly #byGram = new Map<string, Label<T>[]>()
  readonly #sounds: Sound<T>[] = []
  readonly #kind: 'words' | 'name' | 'none'

  /** 'name': surnames are spelled as surnames; 'none': not found by letters. */
  constructor(kind: 'words' | 'name' | 'none' = 'words') {
    this.#kind = kind
  }

  add(text: string, nameEn: string, thing: T): void {
    const label = normalise(text)
    const known = this.#labels.get(label)
    if (known) {
      known.things.push(thing)
      return
    }
    const made: Label<T> = { text: label, things: [thing] }
    this.#labels.set(label, made)
    for (const gram of grams(label)) {
      const list = this.#byGram.get(gram)
      if (list) list.push(made)
      else this.#byGram.set(gram, [made])
    }
    if (this.#kind !== 'none') this.#addSounds(made, nameEn)
  }

  #addSounds(label: Label<T>, nameEn: string): void {
    const { full, initials, starts } = spell(label.text, this.#kind === 'name' ? 'name' : 'words')
    for (const start of starts) this.#sounds.push({ letters: full.slice(start), label, fromStart: start === 0 })
    for (let start = 0; start < initials.length - 1; start++) {
      this.#sounds.push({ letters: initials.slice(start), label, fromStart: start === 0 })
    }
    const english = normalise(nameEn)
    for (const { index } of english.matchAll(/[a-z0-9]+/g)) {
      this.#sounds.push({ letters: english.slice(index), label, fromStart: index === 0 })
    }
  }

  /** No more names will be added. */
  close(): void {
    this.#sounds.sort((a, b) => (a.letters < b.letters ? -1 : a.letters > b.letters ? 1 : 0))
  }

  /** Everything whose name fits, each once, with its best score. */
  find(piece: string): Map<T, number> {
    const found = new Map<T, number>()
    const note = (label: Label<T>, score: number): void => {
      for (const thing of label.things) if ((found.get(thing) ?? 0) < score) found.set(thing, score)
    }
    if (/^[\x20-\x7e]+$/.test(piece)) this.#findByLetters(piece, note)
    for (const label of this.#candidates(piece)) {
      if (label.text === piece) note(label, WHOLE)
      else if (label.text.startsWith(piece)) note(label, BEGINNING)
      else if (label.text.includes(piece)) note(label, INSIDE)
    }
    return found
  }

  #findByLetters(piece: string, note: (label: Label<T>, score: number) => void): void {
    for (let at = this.#firstFrom(piece); at < this.#sounds.length; at++) {
      const { letters, label, fromStart } = this.#sounds[at]!
      if (!letters.startsWith(piece)) return
      const score = !fromStart ? INSIDE : letters === piece ? WHOLE : BEGINNING
      note(label, score + BY_LETTERS)
    }
  }

  #firstFrom(piece: string): number {
    let low = 0
    let high = this.#sounds.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#sounds[middle]!.letters < piece) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The labels that hold the piece's rarest pair of characters. */
  #candidates(piece: string): readonly Label<T>[] {
    let rarest: readonly Label<T>[] | undefined
    const wanted = piece.length === 1 ? [piece] : [...pairs(piece)]
    for (const gram of wanted) {
      const list = this.#byGram.get(gram) ?? []
      if (!rarest || list.length < rarest.length) rarest = list
    }
    return rarest ?? []
  }
}

function* pairs(text: string): Generator<string> {
  for (let i = 0; i + 2 <= text.length; i++) yield text.slice(i, i + 2)
}

function grams(text: string): Set<string> {
  return new Set([...text, ...pairs(text)])
}
