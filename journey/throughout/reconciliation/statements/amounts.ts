/** The text of a cell without what channels put around it: backticks that keep spreadsheets from rounding numbers, tabs, a BOM. */
export function cellText(raw: string | undefined): string {
  return (raw ?? '').normalize('NFKC').replace(/^[\s\uFEFF`'=]+|[\s`]+$/g, '').replace(/^"(.*)"$/, '$1')
}

/** Yuan with any number of decimals as whole cents, to the nearest; undefined where it is no amount. */
export function centsOf(text: string): number | undefined {
  const parts = /^([-+]?)[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return undefined
  const fraction = (parts[3] ?? '').padEnd(3, '0')
  const cents = Number(parts[2]!.replaceAll(',', '')) * 100 + Number(fraction.slice(0, 2)) + (Number(fraction[2]) >= 5 ? 1 : 0)
  if (!Number.isSafeInteger(cents)) return undefined
  return parts[1] === '-' && cents !== 0 ? -cents : cents
}

/** Local time as statements write it: 2026-03-17 09:00:01, 20260317 090001, 2026/3/17 9:00. */
export function momentOf(text: string): Date | undefined {
  const parts = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?[\sT]*(\d{1,2}):?(\d{2}):?(\d{2})?$/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second = '00'] = parts
  const iso = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}T${hour!.padStart(2, '0')}:${minute}:${second}+08:00`
  const at = new Date(iso)
  // The thirtieth of February is no date, though a program may make the second of March of it.
  return Number.isNaN(at.getTime()) || new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(8, 10) !== day!.padStart(2, '0') ? undefined : at
}
