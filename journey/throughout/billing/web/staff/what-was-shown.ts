import type { FindPerson } from '#journey/throughout/people/contract.ts'

/** One box for everything a person may show or say: a scanned code, an identity card, a phone, a hospital number, a name. */
export function whatWasShown(typed: string): FindPerson | undefined {
  const text = typed.trim()
  const plain = text.replaceAll(/\s/g, '')
  if (/^1\d{10}$/.test(plain)) return { by: 'phone', phone: plain }
  if (/^\d{17}[\dXx]$/.test(plain)) return { by: 'document', document: { kind: 'resident-id', number: plain.toUpperCase() } }
  if (/^\d{9}$/.test(plain)) return { by: 'health-code', code: plain }
  if (/^\d{1,8}$/.test(plain)) return { by: 'hospital-number', number: plain }
  if (/^[\w-]{20,}$/.test(plain)) return { by: 'health-code', code: plain }
  if (/^[A-Za-z]{1,2}\d{6,10}$/.test(plain)) return { by: 'document', document: { kind: 'passport', number: plain.toUpperCase() } }
  return /^[\p{L}\p{M}][\p{L}\p{M} .·'’-]*$/u.test(text) ? { by: 'name', name: text } : undefined
}
