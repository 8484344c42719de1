/**
 * What a helper may see of which page. 'open': see, point, propose. 'look': see and point; money and agreements are settled by
 * the person alone. 'health': seen only when the person said so, and then only looked at. 'hidden': not sent at all.
 * A page nobody has named here is hidden.
 */
export type Place = 'open' | 'look' | 'health' | 'hidden'

const places: readonly (readonly [RegExp, Place])[] = [
  [/^\/$/, 'open'],
  [/^\/(doctors|hospitals|appointments|waitlist|draws|openings|suspensions|check-in|guide)(\/|$)/, 'open'],
  [/^\/(visits|day)(\/|$)/, 'open'],
  [/^\/me$/, 'open'],
  [/^\/(bills|wallet|credit|receipts|borrowed)(\/|$)/, 'look'],
  [/^\/records(\/|$)/, 'health'],
  // Codes on the page, or codes to be typed.
  [/^\/wallet\/code$/, 'hidden'],
]

export function placeOf(path: string): Place {
  return places.findLast(([shape]) => shape.test(path))?.[1] ?? 'hidden'
}

/** Where a page is, without whose it is. */
export function pageOf(path: string): string {
  return `/${path.split('/')[1] ?? ''}`
}
