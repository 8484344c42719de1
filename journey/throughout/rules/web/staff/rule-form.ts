import type { RuleField, RulePart } from '../../contract.ts'

/** A value while it is being typed: numbers as they stand in the field, lists as one line. */
export type Typed = string | boolean | string[] | TypedRow[]
export type TypedRow = Readonly<Record<string, string | boolean | string[]>>
export type Form = Readonly<Record<string, Typed>>
export type Fault = 'empty' | 'not-a-number' | 'not-whole' | 'too-small' | 'too-big' | 'not-possible'

export const keyOf = (path: readonly string[]): string => path.join('.')

/** Cents are typed as yuan, parts of one and of ten thousand as percent. */
const scales: Readonly<Record<string, number>> = { cents: 100, bp: 100, share: 0.01 }
const scaleOf = ({ unit }: RulePart): number => scales[unit] ?? 1
const COMMA = /[,，、;；\s]+/

export function typedNumber(part: RulePart, value: number): string {
  return String(Number((value / scaleOf(part)).toFixed(6)))
}

function numberOf(part: RulePart, text: string): number {
  const value = Number((Number(text) * scaleOf(part)).toFixed(6))
  return text.trim() === '' ? Number.NaN : value
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Readonly<Record<string, unknown>> | null | undefined)?.[key], value)
}

export function toForm(fields: readonly RuleField[], value: unknown): Form {
  return Object.fromEntries(fields.map((field) => [keyOf(field.path), field.kind === 'rows' ? rowsOf(field, valueAt(value, field.path)) : typed(field, valueAt(value, field.path))]))
}

function typed(part: RulePart, value: unknown): string | boolean | string[] {
  if (part.kind === 'yes-no') return value === true
  if (part.kind === 'choices' || part.kind === 'weekdays') return ((value as (string | number)[] | undefined) ?? []).map(String)
  if (value === undefined || value === null) return ''
  if (part.kind === 'json') return JSON.stringify(value, null, 1)
  if (part.kind === 'numbers') return (value as number[]).map((one) => typedNumber(part, one)).join(', ')
  if (part.kind === 'texts') return (value as string[]).join(', ')
  return part.kind === 'number' ? typedNumber(part, value as number) : typeof value === 'string' ? value : JSON.stringify(value)
}

function rowsOf(field: RuleField, value: unknown): TypedRow[] {
  return ((value as unknown[] | undefined) ?? []).map((row) => Object.fromEntries(field.columns.map((column) => [keyOf(column.path), typed(column, valueAt(row, column.path))])))
}

export const emptyRow = (field: RuleField): TypedRow => Object.fromEntries(field.columns.map((column) => [keyOf(column.path), column.kind === 'choice' ? (column.choices[0] ?? '') : typed(column, undefined)]))

/** The value that was typed, on the ground of the one it replaces. Only for what has no faults. */
export function fromForm(fields: readonly RuleField[], form: Form, ground: unknown): unknown {
  let value = structuredClone(ground)
  for (const field of fields) {
    const entered = form[keyOf(field.path)]
    const part = field.kind === 'rows' ? (entered as TypedRow[]).map((row) => rowValue(field, row)) : entry(field, entered as string | boolean | string[])
    if (field.path.length === 0) value = part
    else put(value as Record<string, unknown>, field.path, part)
  }
  return value
}

function rowValue(field: RuleField, row: TypedRow): unknown {
  const entries = columnsOf(field, row).map((column) => [keyOf(column.path), entry(column, row[keyOf(column.path)] ?? '')] as const)
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined))
}

/** The columns that are asked for in this row. */
export const columnsOf = (field: RuleField, row: TypedRow): RulePart[] => field.columns.filter(({ unless }) => unless === null || row[unless] !== true)

/** Undefined: left out. */
function entry(part: RulePart, entered: string | boolean | string[]): unknown {
  if (part.kind === 'weekdays') return (entered as string[]).map(Number)
  if (typeof entered !== 'string') return entered
  if (part.kind === 'numbers') return listOf(entered).map((one) => numberOf(part, one))
  if (part.kind === 'texts') return listOf(entered)
  if (part.kind === 'json') return parsed(entered)
  if (part.optional && entered.trim() === '') return undefined
  return part.kind === 'number' ? numberOf(part, entered) : entered.trim()
}

function put(value: Record<string, unknown>, path: readonly string[], part: unknown): void {
  const last = path.at(-1)!
  const inner = path.slice(0, -1).reduce((outer, key) => (outer[key] ??= {}) as Record<string, unknown>, value)
  if (part === undefined) delete inner[last]
  else inner[last] = part
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const listOf = (text: string): string[] => text.split(COMMA).filter((one) => one !== '')

/** What is wrong with what was typed, by field; rows by `field.row.column`. */
export function faultsOf(fields: readonly RuleField[], form: Form): Readonly<Record<string, Fault>> {
  const found: Record<string, Fault> = {}
  for (const field of fields) {
    const key = keyOf(field.path)
    if (field.kind !== 'rows') note(found, key, field, form[key] as string | boolean | string[])
    else for (const [at, row] of (form[key] as TypedRow[]).entries()) for (const column of columnsOf(field, row)) note(found, [key, at, keyOf(column.path)].filter((one) => one !== '').join('.'), column, row[keyOf(column.path)] ?? '', column.unless !== null)
  }
  return found
}

function note(found: Record<string, Fault>, key: string, part: RulePart, entered: string | boolean | string[], isNeeded = false): void {
  const fault = Array.isArray(entered) ? tooFew(part, entered) : typeof entered === 'string' ? faultOf(isNeeded ? { ...part, optional: false } : part, entered) : undefined
  if (fault) found[key] = fault
}

const tooFew = ({ least }: RulePart, chosen: string[]): Fault | undefined => (chosen.length < (least ?? 0) ? 'empty' : undefined)

function faultOf(part: RulePart, text: string): Fault | undefined {
  if (part.kind === 'numbers') return listOf(text).map((one) => numberFault(part, one)).find(Boolean)
  if (part.kind === 'texts') return undefined
  if (text.trim() === '') return part.optional ? undefined : 'empty'
  if (part.kind === 'json') return parsed(text) === undefined ? 'not-possible' : undefined
  if (part.kind === 'number') return numberFault(part, text)
  if (part.kind === 'end-of-day') return /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text.trim()) ? undefined : 'not-possible'
  return undefined
}

function numberFault(part: RulePart, text: string): Fault | undefined {
  const value = numberOf(part, text)
  if (Number.isNaN(value)) return 'not-a-number'
  if (part.whole && !Number.isInteger(value)) return 'not-whole'
  if (part.least !== null && value < part.least) return 'too-small'
  return part.most !== null && value > part.most ? 'too-big' : undefined
}
