import { pinyin } from 'pinyin-pro'
import { keyedHash, seal } from '#platform/crypto/index.ts'
import { normalNumber } from './documents/check-document.ts'
import type { DocumentKind } from './documents/kinds.ts'

/** 李*庚, 王*, J*** S***: enough to recognise oneself on a board, too little for a stranger. */
export function maskName(name: string): string {
  const letters = [...name.trim()]
  if (/^[\x20-\x7e·’À-ɏ-]+$/u.test(name)) {
    return name
      .trim()
      .split(/\s+/)
      .map((word) => `${word[0] ?? ''}***`)
      .join(' ')
  }
  if (letters.length <= 1) return letters.join('')
  if (letters.length === 2) return `${letters[0]}*`
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`
}

/** 138****5678 */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** First and last characters of a number; short ones show less. */
export function maskNumber(number: string): string {
  const [head, tail] = number.length >= 15 ? [3, 4] : number.length >= 8 ? [1, 2] : [0, 1]
  return number.slice(0, head) + '*'.repeat(number.length - head - tail) + number.slice(number.length - tail)
}

export function nameHash(name: string): Buffer {
  return keyedHash(`name ${name.normalize('NFKC').replace(/\s+/g, ' ').trim().toUpperCase()}`)
}

export function phoneHash(phone: string): Buffer {
  return keyedHash(`phone ${phone.trim()}`)
}

export function documentHash(kind: DocumentKind, number: string): Buffer {
  return keyedHash(`document ${kind} ${normalNumber(number)}`)
}

/** The columns a name becomes: encrypted, masked, searchable. */
export function nameColumns(name: string) {
  const trimmed = name.trim()
  return {
    name_sealed: seal(trimmed),
    name_masked: maskName(trimmed),
    name_hash: nameHash(trimmed),
    name_pinyin_initials: initialsOf(trimmed),
  }
}

const MOST_KEPT = 20_000
const keptInitials = new Map<string, string>()

/** The beginning, where a surname has its own reading, and then character by character: millions of names are made of few pieces. */
function initialsOf(name: string): string {
  const characters = [...name]
  return [characters.slice(0, 2).join(''), ...characters.slice(2)].map((piece, i) => keptFor(piece, i === 0)).join('')
}

function keptFor(piece: string, isHead: boolean): string {
  const key = isHead ? `^${piece}` : piece
  const known = keptInitials.get(key)
  if (known !== undefined) return known
  const made = pinyin(piece, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed', ...(isHead ? { surname: 'head' as const } : {}) }).join('')
  if (keptInitials.size >= MOST_KEPT) keptInitials.clear()
  keptInitials.set(key, made)
  return made
}

export function phoneColumns(phone: string | null | undefined) {
  if (!phone) return { phone_sealed: null, phone_hash: null, phone_masked: '' }
  return { phone_sealed: seal(phone), phone_hash: phoneHash(phone), phone_masked: maskPhone(phone) }
}

export function documentColumns(kind: DocumentKind, number: string) {
  const normal = normalNumber(number)
  return { kind, number_hash: documentHash(kind, normal), number_sealed: seal(normal), number_masked: maskNumber(normal) }
}
