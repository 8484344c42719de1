import { createHash } from 'node:crypto'

type Cell = string | number

/** One line of a file: cells between bars. Nothing in a cell may break the line. */
export function line(...cells: readonly Cell[]): string {
  return cells.map((cell) => String(cell).replaceAll(/[|\r\n]/g, ' ')).join('|')
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** UTF-8, a line feed after every line, and the SHA-256 of all that stands before it in the last. */
export function sealed(lines: readonly string[]): { text: string; sha256: string } {
  const body = `${lines.join('\n')}\n`
  const sha256 = sha256Of(body)
  return { text: `${body}S|${sha256}\n`, sha256 }
}

/** The cells of a sealed file's lines; undefined when it was changed or cut short on its way. */
export function unsealed(text: string): string[][] | undefined {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  if (lines.at(-1) !== '' || lines.length < 3) return undefined
  const body = lines.slice(0, -2)
  return sealed(body).text === lines.join('\n') ? body.filter((one) => !one.startsWith('#')).map((one) => one.split('|')) : undefined
}

/** An instant as the region's clocks show it: 2026-03-17T00:00:00+08:00. */
export function localTime(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
