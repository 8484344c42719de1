/** Calendar days as text, 2026-11-23; no zone has a say in them. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

/** The weeks that show a month, from a Monday to a Sunday. */
export function monthSpan(day: string): { first: string; from: string; to: string } {
  const first = `${day.slice(0, 8)}01`
  const next = addMonths(first, 1)
  return { first, from: mondayOf(first), to: addDays(mondayOf(addDays(next, -1)), 6) }
}

export function addMonths(day: string, count: number): string {
  const at = new Date(`${day.slice(0, 8)}01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + count)
  return at.toISOString().slice(0, 10)
}
