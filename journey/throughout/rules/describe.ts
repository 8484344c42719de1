import { z } from 'zod'
import type { Rule } from '#platform/rules/index.ts'
import type { RuleField, RulePart } from './contract.ts'

/** What is read here of a JSON schema; units and kinds were put in by `platform/rules/fields.ts`. */
interface Node {
  readonly type?: string
  readonly kind?: 'time' | 'end-of-day' | 'day' | 'weekdays'
  readonly unless?: string
  readonly unit?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
  readonly items?: Node | false
  readonly minItems?: number
  readonly prefixItems?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly propertyNames?: { readonly enum?: readonly string[] }
  readonly additionalProperties?: Node | false
}

/** What a part is made from: some of what a node says. */
type Loose = { readonly [K in 'unit' | 'type' | 'minimum' | 'maximum' | 'enum' | 'unless']?: Node[K] | undefined }

const known = new WeakMap<Rule, RuleField[]>()

/** A rule's value as a list of parts, each of which a page can show and ask for. */
export function fieldsOf(rule: Rule): RuleField[] {
  const fields = known.get(rule) ?? partsOf(z.toJSONSchema(rule.schema) as Node, [], false)
  known.set(rule, fields)
  return fields
}

function partsOf(node: Node, path: string[], optional: boolean): RuleField[] {
  const children = childrenOf(node)
  if (children) return children.flatMap(([key, child, isNeeded]) => partsOf(child, [...path, key], !isNeeded))
  const items = node.type === 'array' && node.items ? node.items : undefined
  const columns = items && childrenOf(items)?.map(([key, child, isNeeded]) => leaf(child, [key], !isNeeded))
  if (columns?.every(({ kind }) => kind !== 'json')) return [{ ...part('rows', {}, path, optional), columns }]
  return [{ ...leaf(node, path, optional), columns: [] }]
}

/** The parts a node is made of: the properties of an object, the keys of a record, the places of a pair. */
function childrenOf(node: Node): [key: string, child: Node, isNeeded: boolean][] | undefined {
  if (node.prefixItems) return node.prefixItems.map((child, at) => [String(at), child, true])
  if (node.properties) return Object.entries(node.properties).map(([key, child]) => [key, child, node.required?.includes(key) ?? false])
  const { propertyNames, additionalProperties: child } = node
  if (child && propertyNames?.enum) return propertyNames.enum.map((key) => [key, child, node.required?.includes(key) ?? false])
  return undefined
}

function leaf(node: Node, path: string[], optional: boolean): RulePart {
  const items = node.items || undefined
  if (node.enum) return part('choice', node, path, optional)
  if (node.type === 'boolean') return part('yes-no', node, path, optional)
  if (node.type === 'integer' || node.type === 'number') return part('number', node, path, optional)
  if (node.type === 'string') return part(node.kind ?? 'text', node, path, optional)
  if (node.kind === 'weekdays') return part('weekdays', { minimum: node.minItems }, path, optional)
  if (node.type === 'array' && items?.enum) return part('choices', { minimum: node.minItems, enum: items.enum, unless: node.unless }, path, optional)
  if (node.type === 'array' && (items?.type === 'integer' || items?.type === 'number')) return part('numbers', items, path, optional)
  if (node.type === 'array' && items?.type === 'string') return part('texts', items, path, optional)
  return part('json', node, path, optional)
}

function part(kind: RulePart['kind'], { unit = '', type, minimum, maximum, enum: choices = [], unless }: Loose, path: string[], optional: boolean): RulePart {
  return { path, kind, unit, whole: type === 'integer', least: minimum ?? null, most: maximum ?? null, choices: [...choices], optional, unless: unless ?? null }
}
