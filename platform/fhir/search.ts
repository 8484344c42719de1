import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes'
import { onlyElements } from './answer.ts'
import type { Criteria } from './criteria.ts'
import type { Reading, ServedResource } from './declare.ts'
import type { Issue } from './errors.ts'
import { outcome } from './outcome.ts'
import { scopeAllows } from './scopes.ts'
import { type Include, readSearch, type SearchRequest, writeCursor } from './search-request.ts'

const MOST_INCLUDED = 1000
const DEEPEST = 3

export type Registry = ReadonlyMap<string, ServedResource>

/** Answers a search with a page: the matches, what was asked to come along, links that stay true, and what was left out. */
export async function searchBundle(
  reading: Reading, registry: Registry, resource: ServedResource, entries: readonly (readonly [string, string])[], strict: boolean,
): Promise<Bundle> {
  const asked = readSearch(resource, entries, strict)
  const countOnly = asked.summary === 'count' || asked.count === 0
  const found = await resource.search(reading, {
    criteria: asked.criteria, count: countOnly ? 0 : asked.count, after: asked.after,
    wantsTotal: countOnly || asked.total === 'accurate' || asked.total === 'estimate',
  })
  const warnings = [...asked.warnings]
  const matches = countOnly ? [] : found.resources
  const along = await included(reading, registry, { asked, matches, warnings })
  const shown = (one: Resource): Resource => (asked.elements ? onlyElements(one, asked.elements) : one)
  const self = link(reading.base, resource.type, asked.understood)
  const next = found.next && !countOnly ? link(reading.base, resource.type, [...asked.understood, ['_cursor', writeCursor(found.next)]]) : undefined
  const entry = [
    ...matches.map((one) => entryOf(reading.base, shown(one), 'match')),
    ...along.map((one) => entryOf(reading.base, one, 'include')),
    ...(warnings.length > 0 ? [{ resource: outcome(warnings), search: { mode: 'outcome' as const } }] : []),
  ]
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    timestamp: new Date().toISOString(),
    ...(found.total !== undefined && asked.total !== 'none' ? { total: found.total } : {}),
    link: [{ relation: 'self', url: self }, ...(next ? [{ relation: 'next', url: next }] : [])],
    // FHIR has no empty lists.
    ...(entry.length > 0 ? { entry } : {}),
  }
}

export function entryOf(base: string, resource: Resource, mode: 'match' | 'include'): BundleEntry {
  return { fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource, search: { mode } }
}

function link(base: string, type: string, parameters: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString()
  return `${base}/${type}${query ? `?${query}` : ''}`
}

interface Along {
  readonly asked: SearchRequest
  readonly matches: readonly Resource[]
  readonly warnings: Issue[]
}

/** What the matches point to and what points to them, one question for each kind, at most a thousand. */
async function included(reading: Reading, registry: Registry, { asked, matches, warnings }: Along): Promise<Resource[]> {
  const known = new Set(matches.map(nameOf))
  const along: Resource[] = []
  const add = (resources: readonly Resource[]): Resource[] => {
    const fresh = resources.filter((one) => !known.has(nameOf(one))).slice(0, MOST_INCLUDED - along.length)
    for (const one of fresh) known.add(nameOf(one))
    along.push(...fresh)
    return fresh
  }
  for (const include of asked.revIncludes) add(await pointingTo(reading, registry, include, matches, warnings))
  let layer: readonly Resource[] = [...matches, ...along]
  for (let depth = 0; depth < DEEPEST && layer.length > 0 && asked.includes.length > 0; depth++) {
    const wanted = wantedBy(registry, asked.includes.filter((one) => depth === 0 || one.iterate), layer, known)
    const fresh: Resource[] = []
    for (const [type, ids] of wanted) {
      if (mayNot(reading, type, 'r')) warnings.push(notGranted(type))
      else fresh.push(...add(await registry.get(type)!.read(reading, ids.slice(0, MOST_INCLUDED))))
    }
    layer = fresh
  }
  return along
}

function wantedBy(registry: Registry, includes: readonly Include[], layer: readonly Resource[], known: ReadonlySet<string>): Map<string, string[]> {
  const wanted = new Map<string, Set<string>>()
  for (const include of includes) {
    const source = registry.get(include.source)
    const pointers = Object.entries(source?.includes ?? {}).filter(([param]) => include.param === '*' || include.param === param)
    for (const resource of layer.filter((one) => one.resourceType === include.source)) {
      for (const reference of pointers.flatMap(([, of]) => of(resource as never))) {
        const [type = '', id = ''] = reference?.split('/') ?? []
        if (!registry.has(type) || known.has(`${type}/${id}`) || (include.target && include.target !== type)) continue
        wanted.set(type, (wanted.get(type) ?? new Set()).add(id))
      }
    }
  }
  return new Map([...wanted].map(([type, ids]) => [type, [...ids]]))
}

async function pointingTo(reading: Reading, registry: Registry, include: Include, matches: readonly Resource[], warnings: Issue[]): Promise<readonly Resource[]> {
  const source = registry.get(include.source)
  if (!source || matches.length === 0) return []
  if (mayNot(reading, include.source, 's')) {
    warnings.push(notGranted(include.source))
    return []
  }
  const reference = matches.map((one) => ({ type: one.resourceType, id: one.id! }))
  const criteria: Criteria = new Map([[include.param, [{ reference }]]])
  return (await source.search(reading, { criteria, count: MOST_INCLUDED, after: null, wantsTotal: false })).resources
}

function mayNot(reading: Reading, type: string, letter: 'r' | 's'): boolean {
  const { actor } = reading.context
  return actor.kind !== 'client' || !scopeAllows(actor.scopes, type, letter)
}

function notGranted(type: string): Issue {
  return { severity: 'warning', code: 'forbidden', text: `${type} was not granted to this client and did not come along` }
}

function nameOf(resource: Resource): string {
  return `${resource.resourceType}/${resource.id}`
}
