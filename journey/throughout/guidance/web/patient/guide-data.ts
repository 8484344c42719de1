import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, useLive } from '#client/index.ts'
import { localDay } from '#ui/index.ts'
import { buildGraph, type Closure, findWay, type Graph, type Guide, type NoWay, type Pace, type PlaceAndWalk, type Way, type WayFound } from '../../contract.ts'

/** The plan, kept up to date: what is closed or published elsewhere is here at once. */
export function useGuide(institutionId: string, campusId: number | undefined) {
  const client = useQueryClient()
  useLive([`guidance:${institutionId}`], () => void client.invalidateQueries({ queryKey: ['guidance', 'guide', institutionId] }))
  return useQuery({
    queryKey: ['guidance', 'guide', institutionId, campusId ?? 'first'], refetchInterval: 60_000,
    queryFn: () => api.get<Guide>(`/api/guidance/${institutionId}`, { query: campusId === undefined ? {} : { campus: campusId } }),
  })
}

/** The place that the words in the address mean. */
export function usePlaceOfWords(institutionId: string, words: Record<string, string>) {
  return useQuery({
    queryKey: ['guidance', 'way', Number(institutionId), words], enabled: Object.keys(words).length > 0, staleTime: 300_000,
    queryFn: () => api.get<PlaceAndWalk>(`/api/guidance/${institutionId}/way`, { query: words }),
  })
}

/** The way, found here on the device: again at once when anything is closed or chosen. */
export function useWay(guide: Guide | undefined, asked: { from: string | undefined; to: string | undefined; way: Way; pace: Pace | undefined }): { graph: Graph | undefined; closed: ReadonlySet<string>; found: WayFound | NoWay | undefined; soon: readonly Closure[] } {
  const plan = guide?.plan
  const version = `${guide?.institutionId}/${guide?.campusId}/${guide?.version}`
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- a plan read again in the same version is the same plan
  const graph = useMemo(() => (plan ? buildGraph(plan) : undefined), [version])
  const closed = useMemo(() => {
    const now = Date.parse(guide?.now ?? '')
    return new Set((guide?.closures ?? []).filter((one) => Date.parse(one.fromAt) <= now && (one.untilAt === null || Date.parse(one.untilAt) > now)).map((one) => one.elementId))
  }, [guide?.closures, guide?.now])
  const { from, to, way, pace } = asked
  const found = useMemo(() => (graph && from && to && from !== to ? findWay(graph, { from, to, way, pace, closed }) : undefined), [graph, from, to, way, pace, closed])
  // What closes later today and lies on this way: each tried on its own, so that the one that matters is named.
  const soon = useMemo(() => (graph && from && to && found?.found ? closingOnWay(guide, (shut) => findWay(graph, { from, to, way, pace, closed: shut }), closed) : []), [graph, guide, from, to, way, pace, closed, found])
  return { graph, closed, found, soon }
}

const DAY = 86_400_000

/** Closures that begin later today and would change this way, or leave none. */
function closingOnWay(guide: Guide | undefined, walk: (closed: ReadonlySet<string>) => WayFound | NoWay, closed: ReadonlySet<string>): Closure[] {
  const now = Date.parse(guide?.now ?? '')
  return (guide?.closures ?? []).filter((one) => {
    const from = Date.parse(one.fromAt)
    if (from <= now || from - now > DAY || localDay(one.fromAt) !== localDay(guide!.now)) return false
    const then = walk(new Set([...closed, one.elementId]))
    return !then.found || then.closuresAvoided.includes(one.elementId)
  })
}
