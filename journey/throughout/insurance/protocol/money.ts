/** Cents as the interface writes them: yuan with two decimals (数值型 16,2). */
export function yuan(cents: number): string {
  const plain = Math.abs(cents)
  return `${cents < 0 ? '-' : ''}${Math.floor(plain / 100)}.${String(plain % 100).padStart(2, '0')}`
}

/** Yuan as they come, text or number, as whole cents; undefined for what is not an amount of at most two decimals. */
export function centsOf(value: string | number | null | undefined): number | undefined {
  const match = /^(-?)(\d{1,14})(?:\.(\d{1,2})0*)?$/.exec(String(value ?? '').trim())
  if (!match) return undefined
  const cents = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return match[1] && cents !== 0 ? -cents : cents
}
