import type { Word } from '../snapshot/snapshot.ts'
import type { SearchIndex } from './search-index.ts'

const MOST_WORDS = 3

/**
 * Everyday words in what was typed: the text itself, its pinyin or initials, or words inside a sentence
 * (最近总是胸闷怎么办 → 胸闷). Inside a sentence the longest word wins, so 小儿发烧 is not read as 发烧.
 */
export function wordsIn(piece: string, index: SearchIndex): readonly Word[] {
  const exact = index.words.get(piece)
  if (exact) return [exact]
  if (/^[a-z0-9 ]+$/.test(piece)) return (index.wordsBySpelling.get(piece.replaceAll(' ', '')) ?? []).slice(0, MOST_WORDS)
  const found: Word[] = []
  for (let start = 0; start < piece.length && found.length < MOST_WORDS; start++) {
    for (let length = Math.min(index.longestWord, piece.length - start); length >= 2; length--) {
      const word = index.words.get(piece.slice(start, start + length))
      if (!word) continue
      if (!found.includes(word)) found.push(word)
      start += length - 1
      break
    }
  }
  if (found.length > 0 || piece.length < 2) return found
  return beginningWith(piece, index)
}

/** Still typing: 白内 → 白内障. */
function beginningWith(piece: string, index: SearchIndex): Word[] {
  const found = new Set<Word>()
  for (const [said, word] of index.words) {
    if (said.startsWith(piece)) found.add(word)
    if (found.size === MOST_WORDS) break
  }
  return [...found]
}

/** The query in pieces. A hospital's name written together with what is looked for there is taken apart. */
export function piecesOf(query: string, hospitalNames: readonly string[]): string[] {
  const pieces = query.split(/[\s,，、;；。]+/).filter(Boolean)
  if (/^[\x20-\x7e]+$/.test(query)) return pieces.length > 1 ? [query] : pieces
  if (pieces.length !== 1) return pieces
  const whole = pieces[0]!
  for (const name of hospitalNames) {
    if (whole.startsWith(name) && whole.length > name.length) {
      const rest = whole.slice(name.length).replace(/^的/, '')
      return rest === '' ? [name] : [name, rest]
    }
  }
  return pieces
}
