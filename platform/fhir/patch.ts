import type { Resource } from '@medplum/fhirtypes'
import { ChangeNotOffered, NotAResource } from './errors.ts'

interface Step {
  readonly op: string
  readonly path: string
  readonly value?: unknown
}
type Tree = Record<string, unknown>

/** The resource as it would be after the patch: a JSON Patch, or the elements that change as a part of the resource. */
export function patched(current: Resource, patch: unknown): Resource {
  const copy = structuredClone(current) as unknown as Tree
  if (Array.isArray(patch)) for (const step of patch) apply(copy, step as Step)
  else if (typeof patch === 'object' && patch !== null) merge(copy, patch as Tree, current)
  else throw new NotAResource({ issues: [{ code: 'invalid', text: 'A patch is a list of steps, or the part that changes' }] })
  return copy as unknown as Resource
}

function merge(copy: Tree, patch: Tree, current: Resource): void {
  if ((patch['resourceType'] ?? current.resourceType) !== current.resourceType || (patch['id'] ?? current.id) !== current.id) {
    throw new NotAResource({ issues: [{ code: 'invalid', text: 'The patch is of another resource' }] })
  }
  for (const [name, value] of Object.entries(patch)) {
    if (name === '__proto__' || name === 'meta') continue
    if (value === null) delete copy[name]
    else copy[name] = value
  }
}

const SIMPLE = /^\/([A-Za-z]+)(?:\/(\d{1,3}))?(?:\/([A-Za-z]+))?(?:\/(\d{1,3}))?(?:\/([A-Za-z]+))?$/

function apply(tree: Tree, step: Step): void {
  const path = typeof step?.path === 'string' ? SIMPLE.exec(step.path) : null
  const keys = path?.slice(1).filter((key) => key !== undefined) ?? []
  const refuse = (text: string) => new ChangeNotOffered({ issues: [{ code: 'invalid', text, expression: String(step?.path ?? '').slice(0, 80) }] })
  if (keys.length === 0) throw refuse('This path of the patch cannot be followed')
  let parent: unknown = tree
  for (const key of keys.slice(0, -1)) parent = Object.hasOwn(Object(parent) as object, key) ? (parent as Tree)[key] : undefined
  if (typeof parent !== 'object' || parent === null) throw refuse('This path of the patch leads nowhere')
  const last = keys.at(-1)!
  const there = Object.hasOwn(parent, last)
  switch (step.op) {
    case 'test':
      if (JSON.stringify((parent as Tree)[last]) !== JSON.stringify(step.value)) throw refuse('A test of the patch does not hold')
      return
    case 'replace':
    case 'add':
      if (step.op === 'replace' && !there) throw refuse('What is to be replaced is not there')
      if (step.value === undefined) throw refuse('A step of the patch has no value')
      ;(parent as Tree)[last] = step.value
      return
    case 'remove':
      if (!there) throw refuse('What is to be removed is not there')
      delete (parent as Tree)[last]
      return
    default:
      throw refuse('A patch knows add, replace, remove and test')
  }
}
