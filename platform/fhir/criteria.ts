import { ParameterInvalid } from './errors.ts'

export interface TokenValue {
  /** undefined: whatever system; '': none. */
  readonly system: string | undefined
  readonly code: string | undefined
}
export interface ReferenceValue {
  readonly type: string | undefined
  readonly id: string
}
export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb'
export interface DateValue {
  readonly prefix: Prefix
  /** The span the text names: from, and until but without. */
  readonly from: Date
  readonly until: Date
}

/** What one occurrence of a parameter asks: any of its values. Several occurrences must all hold. */
export interface Asked {
  readonly token?: readonly TokenValue[]
  readonly reference?: readonly ReferenceValue[]
  readonly date?: readonly DateValue[]
  readonly string?: readonly string[]
  /** The whole string as it is, and not its beginning. */
  readonly exact?: boolean
}
export type Criteria = ReadonlyMap<string, readonly Asked[]>

const PREFIXED = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)$/s
const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/
const LOCAL = '+08:00'

/** Splits at a separator that is not escaped by a backslash. */
export function splitEscaped(text: string, separator: string): string[] {
  const parts: string[] = ['']
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!
    if (letter === '\\' && i + 1 < text.length) parts[parts.length - 1] += letter + text[++i]!
    else if (letter === separator) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}

function unescaped(text: string): string {
  return text.replace(/\\([\\,|$])/g, '$1')
}

export function parseToken(text: string): TokenValue {
  const [first = '', second] = splitEscaped(text, '|')
  if (second === undefined) return { system: undefined, code: unescaped(first) }
  return { system: unescaped(first), code: second === '' ? undefined : unescaped(second) }
}

const REFERENCE = /^(?:(?:https?:\/\/[^\s]+\/)?([A-Za-z]+)\/)?([A-Za-z0-9\-.]{1,64})$/

export function parseReference(text: string, target: string | undefined): ReferenceValue | undefined {
  const match = REFERENCE.exec(text)
  return match ? { type: match[1] ?? target, id: match[2]! } : undefined
}

/** The span of time a FHIR date names; times without a zone are the region's. */
export function parseDate(name: string, text: string): DateValue {
  const [, prefix = 'eq', rest = ''] = PREFIXED.exec(text) ?? []
  const span = prefix === 'ap' ? undefined : spanOf(rest)
  if (!span) throw invalid(name, `"${text.slice(0, 40)}" is no date that can be searched for`)
  return { prefix: prefix as Prefix, ...span }
}

export function spanOf(text: string): { from: Date; until: Date } | undefined {
  const match = PARTIAL.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const start = new Date(`${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}${zone ?? LOCAL}`)
  // A day a month does not have rolls over silently in some engines; it is no date.
  if (Number.isNaN(start.getTime()) || Number(year) < 1000) return undefined
  if (day !== undefined && Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined
  return { from: start, until: endOf(start, match) }
}

function endOf(start: Date, [, year, month, day, hour, , second, fraction]: RegExpExecArray): Date {
  if (fraction !== undefined) return new Date(start.getTime() + 1)
  if (second !== undefined) return new Date(start.getTime() + 1000)
  if (hour !== undefined) return new Date(start.getTime() + 60_000)
  if (day !== undefined) return new Date(start.getTime() + 86_400_000)
  const [nextYear, nextMonth] = month === undefined ? [Number(year) + 1, 1] : month === '12' ? [Number(year) + 1, 1] : [Number(year), Number(month) + 1]
  return new Date(`${String(nextYear).padStart(4, '0')}-${String(nextMonth).padStart(2, '0')}-01T00:00:00${LOCAL}`)
}

/** Whether a moment is meant, for resources that are looked through in memory. */
export function isMeant(asked: readonly DateValue[], at: Date): boolean {
  return asked.some(({ prefix, from, until }) => {
    switch (prefix) {
      case 'eq': return at >= from && at < until
      case 'ne': return at < from || at >= until
      case 'gt': case 'sa': return at >= until
      case 'lt': case 'eb': return at < from
      case 'ge': return at >= from
      case 'le': return at < until
    }
  })
}

export function invalid(name: string, text: string): Error {
  return new ParameterInvalid({ issues: [{ code: 'invalid', text: `${name}: ${text}`, expression: `http.${name}` }] })
}

export interface Span {
  readonly from: Date | null
  readonly until: Date | null
}

/** The moments that keep to all occurrences of a date parameter, as spans that do not overlap within one occurrence. */
export function spansOf(asked: readonly Asked[] | undefined): Span[] | undefined {
  if (!asked) return undefined
  let spans: Span[] = [{ from: null, until: null }]
  for (const { date } of asked) {
    const more = date!.flatMap(spansMeant)
    spans = spans.flatMap((one) => more.flatMap((other) => overlap(one, other) ?? []))
  }
  return spans
}

function spansMeant({ prefix, from, until }: DateValue): Span[] {
  switch (prefix) {
    case 'eq': return [{ from, until }]
    case 'ne': return [{ from: null, until: from }, { from: until, until: null }]
    case 'gt': case 'sa': return [{ from: until, until: null }]
    case 'lt': case 'eb': return [{ from: null, until: from }]
    case 'ge': return [{ from, until: null }]
    case 'le': return [{ from: null, until }]
  }
}

function overlap(one: Span, other: Span): Span | undefined {
  const from = one.from && other.from ? (one.from > other.from ? one.from : other.from) : (one.from ?? other.from)
  const until = one.until && other.until ? (one.until < other.until ? one.until : other.until) : (one.until ?? other.until)
  return from && until && from >= until ? undefined : { from, until }
}
