import { localDay, type Language } from '#ui/index.ts'

/** A calendar month as 2026-03. */
export function monthOf(instant: string | number): string {
  return localDay(instant).slice(0, 7)
}

export function monthAfter(month: string, steps: number): string {
  const [year, at] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, at - 1 + steps, 1)).toISOString().slice(0, 7)
}

/** The first and the last day of a month. */
export function daysOf(month: string): { from: string; to: string } {
  const [year, at] = month.split('-').map(Number) as [number, number]
  return { from: `${month}-01`, to: new Date(Date.UTC(year, at, 0)).toISOString().slice(0, 10) }
}

export function monthName(month: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}
