/** So long a silence is nothing yet: a line is made anew in less. */
export const SILENT_MS = 6_000
const QUIETER_AFTER_MS = [60_000, 300_000, 900_000] as const

/** How old what is shown is, and how quiet it should be: 0 as ever, 3 hardly to be relied on. */
export function howOld(ageMs: number): { readonly seconds: number; readonly quiet: number } | null {
  if (ageMs < SILENT_MS) return null
  return { seconds: Math.floor(ageMs / 1000), quiet: QUIETER_AFTER_MS.filter((after) => ageMs >= after).length }
}
