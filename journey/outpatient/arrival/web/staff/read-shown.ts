import type { FindPerson } from '#journey/throughout/people/contract.ts'

/** One field takes whatever a person shows or says: a card's number, a phone, a code read by the scanner, a name. */
export function readShown(text: string): FindPerson | null {
  const shown = text.trim()
  const digits = shown.replaceAll(/\s/g, '')
  if (shown === '') return null
  if (/^1\d{10}$/.test(digits)) return { by: 'phone', phone: digits }
  if (/^\d{17}[\dXx]$/.test(digits)) return { by: 'document', document: { kind: 'resident-id', number: digits.toUpperCase() } }
  if (/^\d{9}$/.test(digits) || /^[\w-]{24,}$/.test(shown)) return { by: 'health-code', code: shown }
  if (/^\d{1,8}$/.test(digits)) return { by: 'hospital-number', number: digits }
  if (/^[A-Za-z]{1,2}\d{6,9}$/.test(digits)) return { by: 'document', document: { kind: 'passport', number: digits.toUpperCase() } }
  return { by: 'name', name: shown }
}
