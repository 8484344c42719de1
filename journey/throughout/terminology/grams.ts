import { normalise } from '#platform/text/index.ts'

/** Single characters and pairs: what Chinese text is indexed by, since two characters are too few for trigrams. */
export function gramsOf(text: string): string[] {
  const characters = [...normalise(text).replace(/[\s,，、()（）[\]【】]/g, '')]
  const grams = new Set(characters)
  for (let i = 0; i + 1 < characters.length; i++) grams.add(characters[i]! + characters[i + 1]!)
  return [...grams]
}

/** What a row must hold to match: its pairs, or the one character. */
export function wantedGrams(words: string): string[] {
  const grams = gramsOf(words)
  const pairs = grams.filter((gram) => [...gram].length === 2)
  return pairs.length > 0 ? pairs : grams
}
