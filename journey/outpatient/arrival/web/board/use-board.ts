import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#client/index.ts'
import type { LiveEvent } from '#client/index.ts'
import type { BoardPage, CallPayload } from '../../contract.ts'
import { useLiveQuery } from '../use-live-query.ts'

const CALLED = 'queue.ticket-called.v1'
/** A board that comes back says calls of the last minute; older ones it only shows. */
const WORTH_SAYING_MS = 60_000
/** Without the line the board asks by itself, so that it is never much older than this. */
const ASK_EVERY_MS = 20_000
const CUT_AFTER_MS = 6_000
const PAGE_MS = 12_000

/**
 * The board's data: read once, then again at each event of the zone. A cut line is told with the time of what is shown;
 * when it is back the server sends what was missed, and everything is read again.
 */
export function useBoard(institutionId: string, zoneId: string, say: (call: CallPayload) => void) {
  const client = useQueryClient()
  const queryKey = ['arrival', 'board', institutionId, zoneId]
  const read = useQuery({
    queryKey,
    queryFn: () => api.get<BoardPage>(`/api/arrival/boards/${institutionId}/${zoneId}`, { anonymous: true }),
    refetchInterval: ASK_EVERY_MS,
    refetchIntervalInBackground: true,
    retry: false,
  })
  const tick = useSecond()
  // The hospital's clock may differ from this screen's; ages are measured by the hospital's.
  const offset = read.data ? Date.parse(read.data.asOf) - read.dataUpdatedAt : 0
  const { connected } = useLiveQuery(read.data ? [`board:${institutionId}:${zoneId}`] : [], queryKey, (event: LiveEvent) => {
    void client.invalidateQueries({ queryKey })
    if (event.type !== CALLED) return
    const call = event.payload as CallPayload
    if (Date.now() + offset - Date.parse(call.calledAt) < WORTH_SAYING_MS) say(call)
  })
  const isCut = read.isError || !connected
  const since = useSince(isCut)
  return {
    board: read.data,
    problem: read.error,
    serverNow: tick + offset,
    cutSince: read.data && since !== null && tick - since > CUT_AFTER_MS && tick - read.dataUpdatedAt > CUT_AFTER_MS ? read.dataUpdatedAt + offset : null,
  }
}

/** Which page to show: the first as long as somebody is being called, else one after the other. */
export function usePageTurn(pages: number, isCalling: boolean): number {
  const [page, setPage] = useState(0)
  useEffect(() => {
    if (isCalling || pages < 2) return undefined
    const timer = setInterval(() => setPage((at) => at + 1), PAGE_MS)
    return () => clearInterval(timer)
  }, [isCalling, pages])
  return isCalling || pages === 0 ? 0 : page % pages
}

function useSecond(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Since when it has been so; null when it is not so. */
function useSince(isSo: boolean): number | null {
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince(isSo ? Date.now() : null), [isSo])
  return since
}
