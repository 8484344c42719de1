import { z } from 'zod'
import type { Resource } from '@medplum/fhirtypes'
import { type Asked, type Found, isMeant, type Question, type Reading, type SearchParam, type ServedResource } from '#platform/fhir/index.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { directoryAtHand } from '../snapshot/index.ts'

interface ListedParam<T> extends SearchParam {
  /** Whether one of the values asked for is this thing's. */
  matches(asked: Asked, thing: T, snapshot: Snapshot): boolean
}

export interface Listed<T> {
  readonly type: ServedResource['type']
  readonly documentation: string
  things(snapshot: Snapshot): Iterable<T>
  idOf(thing: T): string
  find(snapshot: Snapshot, id: string): T | undefined
  resourceOf(thing: T, snapshot: Snapshot): Resource
  readonly params: Readonly<Record<string, ListedParam<T>>>
  readonly includes: ServedResource['includes']
  readonly revIncludes: readonly string[]
}

/** A type of the directory, which every process has in memory: looked through there, in the order of the list. */
export function listed<T>(of: Listed<T>): ServedResource {
  return {
    type: of.type, documentation: of.documentation, versioned: true, params: of.params, includes: of.includes, revIncludes: of.revIncludes,
    cursor: z.tuple([z.string().max(64)]),
    async read({ services }: Reading, ids: readonly string[]): Promise<readonly Resource[]> {
      const snapshot = await directoryAtHand(services)
      return ids.flatMap((id) => {
        const thing = of.find(snapshot, id)
        return thing === undefined ? [] : [of.resourceOf(thing, snapshot)]
      })
    },
    async search({ services }: Reading, question: Question): Promise<Found> {
      const snapshot = await directoryAtHand(services)
      const all = matching(of, snapshot, question)
      // After the one the last page ended with; should it be gone by now, the list begins again rather than losing any.
      const from = question.after === null ? 0 : all.findIndex((thing) => of.idOf(thing) === question.after![0]) + 1
      const page = all.slice(from, from + question.count)
      const isMore = page.length > 0 && from + page.length < all.length
      return { resources: page.map((thing) => of.resourceOf(thing, snapshot)), total: all.length, next: isMore ? [of.idOf(page.at(-1)!)] : undefined }
    },
  }
}

function matching<T>(of: Listed<T>, snapshot: Snapshot, { criteria }: Question): T[] {
  const ids = criteria.get('_id')
  const changed = criteria.get('_lastUpdated')
  if (changed?.some(({ date }) => !isMeant(date!, snapshot.changedAt))) return []
  const candidates = ids ? [...new Set(ids.flatMap(({ token }) => token!.map(({ code }) => code ?? '')))].flatMap((id) => of.find(snapshot, id) ?? []) : [...of.things(snapshot)]
  return candidates.filter((thing) =>
    (ids ?? []).every(({ token }) => token!.some(({ code }) => code === of.idOf(thing)))
    && Object.entries(of.params).every(([name, param]) => (criteria.get(name) ?? []).every((asked) => param.matches(asked, thing, snapshot))))
}

/** Begins with, or is: without regard to upper and lower case. */
export function namesMatch({ string, exact }: Asked, ...names: readonly string[]): boolean {
  return string!.some((wanted) => names.some((name) => (exact ? name === wanted : name.toLowerCase().startsWith(wanted.toLowerCase()))))
}

export function tokenIs({ token }: Asked, system: string | undefined, ...codes: readonly string[]): boolean {
  return token!.some((wanted) => (wanted.system === undefined || wanted.system === (system ?? '')) && (wanted.code === undefined || codes.includes(wanted.code)))
}

export function referenceIs({ reference }: Asked, type: string, ...ids: readonly string[]): boolean {
  return reference!.some((wanted) => (wanted.type === undefined || wanted.type === type) && ids.includes(wanted.id))
}
