import { type Asked, type Criteria, invalid, parseDate, parseReference, parseToken, splitEscaped } from './criteria.ts'
import type { Cursor, SearchParam, ServedResource } from './declare.ts'
import { type Issue, ParameterUnknown } from './errors.ts'

export interface SearchRequest {
  readonly criteria: Criteria
  readonly count: number
  readonly after: Cursor | null
  readonly total: 'none' | 'estimate' | 'accurate' | null
  readonly summary: 'count' | 'false'
  readonly elements: readonly string[] | null
  readonly includes: readonly Include[]
  readonly revIncludes: readonly Include[]
  /** Parameters as understood: what the self link says. */
  readonly understood: readonly (readonly [string, string])[]
  /** Of a lenient request: what was left out. */
  readonly warnings: readonly Issue[]
}

export interface Include {
  readonly source: string
  readonly param: string
  readonly target: string | undefined
  readonly iterate: boolean
}

export const DEFAULT_COUNT = 20
export const MOST_COUNT = 200
const MOST_VALUES = 200

/** `_id` and `_lastUpdated` are every resource's; the latter of those that say when they last changed. */
export function paramsOf(resource: ServedResource): Record<string, SearchParam> {
  return {
    _id: { type: 'token', documentation: 'The resource itself' },
    ...(resource.versioned || resource.dated ? { _lastUpdated: { type: 'date' as const, documentation: 'When it last changed' } } : {}),
    ...resource.params,
  }
}

/** Reads a search. Unknown parameters are refused when the client asked for strictness, and otherwise left out with a warning. */
export function readSearch(resource: ServedResource, entries: readonly (readonly [string, string])[], strict: boolean): SearchRequest {
  const criteria = new Map<string, Asked[]>()
  const control: Record<string, string> = {}
  const includes: Include[] = []
  const revIncludes: Include[] = []
  const understood: [string, string][] = []
  const unknown: Issue[] = []
  const known = paramsOf(resource)
  for (const [name, value] of entries) {
    if (name === '_format' || name === '_pretty') continue
    const [base, modifier] = splitOnce(name)
    if (base === '_include' || base === '_revinclude') {
      const include = readInclude(resource, base, modifier, value)
      if (include) (base === '_include' ? includes : revIncludes).push(include)
      else { unknown.push(notServed(name, value)); continue }
    } else if (CONTROLS.has(name)) {
      if (!readControl(resource, name, value, control)) { unknown.push(notServed(name, value)); continue }
    } else if (known[base] || known[name]) {
      const param = known[name] ?? known[base]!
      const asked = readParam(name, known[name] ? undefined : modifier, value, param)
      if (asked === 'missing') { unknown.push(notServed(name, value)); continue }
      const key = known[name] ? name : base
      criteria.set(key, [...(criteria.get(key) ?? []), asked])
    } else {
      unknown.push(notServed(name, value))
      continue
    }
    if (name !== '_cursor') understood.push([name, value])
  }
  if (strict && unknown.length > 0) throw new ParameterUnknown({ issues: unknown.map((issue) => ({ ...issue, severity: 'error' })) })
  return {
    criteria, includes, revIncludes, understood, warnings: unknown,
    count: countOf(control['_count']),
    after: control['_cursor'] === undefined ? null : readCursor(resource, control['_cursor']),
    total: (control['_total'] as SearchRequest['total'] | undefined) ?? null,
    summary: control['_summary'] === 'count' ? 'count' : 'false',
    elements: control['_elements'] === undefined ? null : control['_elements'].split(',').map((one) => one.trim()).filter(Boolean),
  }
}

const CONTROLS = new Set(['_count', '_cursor', '_total', '_summary', '_elements', '_sort'])

function splitOnce(name: string): [string, string | undefined] {
  const at = name.indexOf(':')
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)]
}

function notServed(name: string, value: string): Issue {
  return { severity: 'warning', code: 'not-supported', text: `${name}=${value.slice(0, 60)} is not served here and was left out`, expression: `http.${name.slice(0, 60)}` }
}

function readControl(resource: ServedResource, name: string, value: string, control: Record<string, string>): boolean {
  const allowed: Record<string, RegExp> = { _total: /^(none|estimate|accurate)$/, _summary: /^(count|false)$/, _elements: /^[A-Za-z0-9., ]{1,500}$/, _count: /^\d{1,9}$/ }
  if (name === '_count' && !allowed['_count']!.test(value)) throw invalid(name, 'must be a number from 0')
  if (name === '_sort') return resource.sortedBy !== undefined && value === resource.sortedBy
  if (allowed[name] && !allowed[name].test(value)) return false
  control[name] = value
  return true
}

function countOf(text: string | undefined): number {
  return text === undefined ? DEFAULT_COUNT : Math.min(Number(text), MOST_COUNT)
}

function readParam(name: string, modifier: string | undefined, value: string, param: SearchParam): Asked | 'missing' {
  // A modifier changes what is asked; leaving it out would answer another question, so it is always refused.
  const plain = modifier === undefined || (param.type === 'reference' && /^[A-Z][A-Za-z]+$/.test(modifier)) || (param.type === 'string' && modifier === 'exact')
  if (!plain) throw invalid(name, `the modifier :${modifier} is not served here`)
  if (value === '') throw invalid(name, 'is empty')
  if (value.includes('\0')) throw invalid(name, 'holds a character that is no text')
  const values = splitEscaped(value, ',')
  if (values.length > MOST_VALUES) throw invalid(name, `has more than ${MOST_VALUES} values`)
  switch (param.type) {
    case 'token':
      return { token: values.map(parseToken) }
    case 'string':
      return { string: values.map((one) => one.replace(/\\([\\,|$])/g, '$1')), exact: modifier === 'exact' }
    case 'date':
      return { date: values.map((one) => parseDate(name, one)) }
    case 'reference': {
      const references = values.map((one) => parseReference(one, modifier ?? param.target))
      if (references.some((one) => one === undefined)) throw invalid(name, `"${value.slice(0, 60)}" is no reference`)
      return { reference: references as NonNullable<(typeof references)[number]>[] }
    }
  }
}

function readInclude(resource: ServedResource, kind: string, modifier: string | undefined, value: string): Include | undefined {
  const [source = '', param = '', target] = value.split(':')
  const iterate = modifier === 'iterate' || modifier === 'recurse'
  if (modifier !== undefined && !iterate) return undefined
  const include = { source, param, target, iterate }
  if (kind === '_revinclude') return resource.revIncludes.includes(`${source}:${param}`) ? include : undefined
  if (iterate) return include
  return source === resource.type && (param === '*' || param in resource.includes) ? include : undefined
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function readCursor(resource: ServedResource, text: string): Cursor {
  try {
    const read = resource.cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (read.success) return read.data
  } catch {
    // said below, for whatever reason it cannot be read
  }
  throw invalid('_cursor', 'is none that was given out here')
}
