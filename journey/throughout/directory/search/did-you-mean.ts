import { spell } from '#platform/text/index.ts'
import type { Meant, SearchIndex } from './search-index.ts'

/** Sounds that many people do not keep apart when they type: zh/z, ch/c, sh/s, n/ng at the end, l/n at the start. */
function blurred(spelling: string): string {
  return spelling.replace(/([zcs])h/g, '$1').replace(/ng/g, 'n').replace(/l/g, 'n')
}

/**
 * What a query that found nothing probably meant: the same sound in other characters (凶闷 → 胸闷), a blurred sound,
 * or one or two slips of the finger. Null when nothing is near enough: a wild guess sends people to the wrong door.
 */
export function didYouMean(query: string, index: SearchIndex): Meant | null {
  const sound = spell(query).full
  if (sound.length < 3) return null
  const soundBlurred = blurred(sound)
  // Chinese characters are chosen, not mistyped letter by letter: they are mistaken for others of the same sound, no more.
  // 王伟 is somebody's name, and must not become a word that is one letter away.
  const allowed = !/^[\x20-\x7e]+$/.test(query) ? 0 : sound.length >= 9 ? 2 : 1
  let best: { meant: Meant; cost: number } | null = null
  for (const meant of index.vocabulary) {
    const cost = costOf(meant, query, sound, soundBlurred, allowed)
    if (cost !== null && (!best || cost < best.cost || (cost === best.cost && meant.text.length < best.meant.text.length))) best = { meant, cost }
    if (best?.cost === 0) break
  }
  return best?.meant ?? null
}

function costOf(meant: Meant, query: string, sound: string, soundBlurred: string, allowed: number): number | null {
  if (meant.spelling === sound) return 0
  if (Math.abs(meant.spelling.length - sound.length) > 4) return null
  if (blurred(meant.spelling) === soundBlurred) return 0.5
  const slips = editDistance(meant.spelling, sound, allowed)
  if (slips <= allowed && sound.length >= 4) return slips + 0.25
  if (query.length >= 4 && editDistance(meant.text, query, 1) <= 1) return 1.5
  return null
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); stops early above `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most) return most + 1
    before = last
    last = row
  }
  return last[b.length]!
}
