import { pinyin } from 'pinyin-pro'

export interface Spelling {
  /** Syllables without tones, as one word: `xiongmen`. */
  readonly full: string
  /** First letters: `xm`. */
  readonly initials: string
  /** Where in `full` each syllable starts. */
  readonly starts: readonly number[]
}

/** One spelling for what looks the same: full and half width, upper and lower case, spaces around. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** How Chinese text is typed on a keyboard. Letters and digits stay as they are; punctuation goes. */
export function spell(text: string, kind: 'words' | 'name' = 'words'): Spelling {
  const source = normalise(text)
  const parts = pinyin(source, {
    toneType: 'none',
    type: 'array',
    nonZh: 'consecutive',
    v: true,
    ...(kind === 'name' ? { surname: 'head' as const } : {}),
  })
  const starts: number[] = []
  let full = ''
  let initials = ''
  for (const part of parts) {
    const letters = part.replace(/[^a-z0-9]/g, '')
    if (letters === '') continue
    starts.push(full.length)
    full += letters
    initials += source.includes(letters) ? letters : letters[0]
  }
  return { full, initials, starts }
}

/** As stored beside a name: full spelling and initials. */
export function spellingColumn(text: string, kind: 'words' | 'name' = 'words'): string {
  const { full, initials } = spell(text, kind)
  return `${full} ${initials}`
}

/** A person's name in Latin letters: 欧阳明月 → Ouyang Mingyue. */
export function nameInLatin(name: string, surnameLength: number): string {
  const { full, starts } = spell(name, 'name')
  const cut = starts[surnameLength] ?? full.length
  const capital = (word: string): string => (word === '' ? '' : word[0]!.toUpperCase() + word.slice(1))
  return `${capital(full.slice(0, cut))} ${capital(full.slice(cut))}`.trim()
}
