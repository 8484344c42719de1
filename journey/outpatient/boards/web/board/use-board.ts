import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { api, serverNow, useLive, useServerNow } from '#client/index.ts'
import type { LiveEvent } from '#client/index.ts'
import type { BoardView, CallPayload, EmergencyPayload, Layout } from '../../contract.ts'
import type { Spoken } from './voice-queue.ts'
import { withCall } from './with-call.ts'

const CALLED = 'queue.ticket-called.v1'
const EMERGENCY = 'queue.emergency-first.v1'
/** Told of every change, a board still looks by itself now and then; without the line it asks more often. */
const ASK_EVERY_MS = { told: 60_000, alone: 10_000 } as const

/** `keptAt` is the screen's own clock: it goes on while the screen is off, and says how long that was. */
interface Kept { readonly view: BoardView; readonly keptAt: number }

/** A screen that starts anew while nobody answers shows what it showed before, with its age. */
function recall(name: string): Kept | undefined {
  try {
    // What an older page kept may lack what was added since.
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as { view?: Omit<BoardView, 'emergencies'> & Partial<BoardView>; keptAt?: number } | null
    return kept?.view && kept.keptAt ? { view: { ...kept.view, emergencies: kept.view.emergencies ?? [] }, keptAt: kept.keptAt } : undefined
  } catch { return undefined }
}

/**
 * The board's data: read once, then again at each event of its zones. A call is shown from its own message at once. When
 * the line is cut it says since when; when it is back the server tells what was missed, and everything is read again.
 */
export function useBoard(institutionId: string, layoutId: string, onTold: (told: Spoken, layout: Layout) => void) {
  const client = useQueryClient()
  const name = `board:${institutionId}:${layoutId}`
  const queryKey = ['boards', institutionId, layoutId]
  const now = useServerNow()
  const [kept] = useState(() => recall(name))
  const [keptAt] = useState(() => (kept ? serverNow() - Math.max(0, Date.now() - kept.keptAt) : null))
  const [isAlone, setAlone] = useState(true)
  const read = useQuery({
    queryKey, retry: false, refetchIntervalInBackground: true, refetchInterval: isAlone ? ASK_EVERY_MS.alone : ASK_EVERY_MS.told,
    queryFn: () => api.get<BoardView>(`/api/boards/${institutionId}/${layoutId}`, { anonymous: true }),
    initialData: () => kept?.view, initialDataUpdatedAt: 0,
  })
  const view = read.data
  const topics = view ? [...new Set([...view.layout.zones, layoutId])].map((id) => `board:${institutionId}:${id}`) : []
  const live = useLive(topics, (event: LiveEvent) => {
    if (event.type === CALLED) {
      const call = event.payload as CallPayload
      client.setQueryData<BoardView>(queryKey, (shown) => shown && withCall(shown, call))
      if (view) onTold(call, view.layout)
    }
    if (event.type === EMERGENCY && view) onTold(event.payload as EmergencyPayload, view.layout)
    void client.invalidateQueries({ queryKey })
  })
  const reread = useEffectEvent(() => void client.invalidateQueries({ queryKey }))
  useEffect(() => {
    setAlone(!live.connected)
    // What happened between the first reading and this moment was told to nobody.
    if (live.connected) reread()
  }, [live.connected])
  useEffect(() => {
    const look = () => reread()
    for (const change of ['online', 'offline']) addEventListener(change, look)
    return () => { for (const change of ['online', 'offline']) removeEventListener(change, look) }
  }, [])
  const heardAt = useHeardAt({ isCut: read.isError || !live.connected, now, updatedAt: read.dataUpdatedAt, before: keptAt })
  const keep = useEffectEvent(() => {
    if (view && heardAt === null) localStorage.setItem(name, JSON.stringify({ view, keptAt: Date.now() } satisfies Kept))
  })
  // For a screen that starts anew; once a minute is enough where nothing changes.
  const minute = Math.floor(now / 60_000)
  useEffect(() => keep(), [view, minute])
  return { view, problem: read.error, now, age: heardAt === null ? null : Math.max(0, now - heardAt), isConnected: live.connected }
}

/** When, by the server's clock, anything was last heard; null while the line stands and answers. */
function useHeardAt(line: { readonly isCut: boolean; readonly now: number; readonly updatedAt: number; readonly before: number | null }): number | null {
  const { isCut, now, updatedAt, before } = line
  const [cutAt, setCutAt] = useState<number | null>(before)
  const lastHeard = useEffectEvent(() => (updatedAt === 0 ? before : now))
  useEffect(() => {
    const moment = lastHeard()
    setCutAt(isCut ? (since) => since ?? moment : null)
  }, [isCut])
  return isCut ? cutAt : null
}
