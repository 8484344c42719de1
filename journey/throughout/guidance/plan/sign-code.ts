/** Letters and figures nobody takes for another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LENGTH = 6

/** The code of a door's sign: the same for the same door, told apart from others by `turn`. Its last figure checks the others. */
export function signCode(institutionId: number, campusId: number, unitId: string, turn = 0): string {
  let hash = 0x811c9dc5
  for (const letter of `${institutionId}/${campusId}/${unitId}/${turn}`) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0
  let code = ''
  for (let i = 1; i < LENGTH; i++) {
    code += ALPHABET[hash % ALPHABET.length]
    hash = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ i) >>> 0
  }
  return code + checkFigure(code)
}

function checkFigure(code: string): string {
  const sum = [...code].reduce((total, letter, i) => total + ALPHABET.indexOf(letter) * (2 * i + 3), 0)
  return ALPHABET[sum % ALPHABET.length]!
}

/** What was typed or scanned, as a code: out of an address too; undefined when it cannot be one. */
export function readSignCode(text: string): string | undefined {
  const given = (/[?&]at=([^&\s]+)/.exec(text)?.[1] ?? text).toUpperCase().replace(/[\s-]/g, '')
  if (given.length !== LENGTH || [...given].some((letter) => !ALPHABET.includes(letter))) return undefined
  return checkFigure(given.slice(0, -1)) === given.at(-1) ? given : undefined
}
