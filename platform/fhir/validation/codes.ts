import type { Bundle, CodeSystem, CodeSystemConcept, ValueSet } from '@medplum/fhirtypes'

/** The codes of a value set; undefined where the definitions at hand do not list them all. */
export type RequiredCodes = (valueSet: string) => ReadonlySet<string> | undefined

export function requiredCodes(definitions: Bundle): RequiredCodes {
  const systems = new Map<string, CodeSystem>()
  const sets = new Map<string, ValueSet>()
  for (const { resource } of definitions.entry ?? []) {
    if (resource?.resourceType === 'CodeSystem' && resource.url) systems.set(resource.url, resource)
    if (resource?.resourceType === 'ValueSet' && resource.url) sets.set(resource.url, resource)
  }
  const found = new Map<string, ReadonlySet<string> | undefined>()
  return (canonical) => {
    const url = canonical.split('|')[0]!
    if (!found.has(url)) found.set(url, codesOf(sets.get(url), systems))
    return found.get(url)
  }
}

function codesOf(set: ValueSet | undefined, systems: ReadonlyMap<string, CodeSystem>): ReadonlySet<string> | undefined {
  const includes = set?.compose?.include
  if (!includes || set.compose?.exclude) return undefined
  const codes = new Set<string>()
  for (const { system, concept, filter, valueSet } of includes) {
    if (filter || valueSet) return undefined
    if (concept) for (const one of concept) codes.add(one.code)
    else {
      const all = systems.get(system ?? '')
      if (!all?.concept || all.content !== 'complete') return undefined
      for (const code of flattened(all.concept)) codes.add(code)
    }
  }
  return codes
}

function flattened(concepts: readonly CodeSystemConcept[]): string[] {
  return concepts.flatMap((one) => [one.code, ...flattened(one.concept ?? [])])
}
