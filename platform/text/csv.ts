/**
 * Reads bytes as text: UTF-8 when they are valid UTF-8, otherwise GB18030, in which Chinese spreadsheets often save.
 * GB18030 gives nearly every byte sequence a meaning, so the stricter one is asked first.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Rows of a comma-, semicolon- or tab-separated text (RFC 4180 quoting). Blank lines are skipped; `line` is where the row began. */
export function parseCsv(text: string): { line: number; cells: string[] }[] {
  const source = text.replace(/^\uFEFF/, '')
  const separator = separatorOf(source)
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let rowLine = 1
  const endCell = (): void => {
    cells.push(cell)
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    if (cells.some((each) => each.trim() !== '')) rows.push({ line: rowLine, cells })
    cells = []
  }
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!
    if (char === '\n') line++
    if (quoted) {
      if (char !== '"') cell += char
      else if (source[i + 1] === '"') cell += source[++i]!
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) endCell()
    else if (char === '\n') {
      endRow()
      rowLine = line
    } else if (char !== '\r') cell += char
  }
  endRow()
  return rows
}

function separatorOf(source: string): string {
  const head = source.slice(0, source.indexOf('\n') === -1 ? undefined : source.indexOf('\n'))
  return head.includes('\t') ? '\t' : head.includes(',') || !head.includes(';') ? ',' : ';'
}

/** Rows as records by the header's names. */
export function csvRecords(text: string): Record<string, string>[] {
  const [header, ...rows] = parseCsv(text)
  if (!header) return []
  return rows.map((row) => Object.fromEntries(header.cells.map((name, i) => [name.trim(), (row.cells[i] ?? '').trim()])))
}
