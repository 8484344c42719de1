import { useCallback, useEffect, useEffectEvent } from 'react'
import { api, serverNow } from '#client/index.ts'
import type { AwayAnswer, AwayEntry, ExpectedList } from '../../contract.ts'
import { makeEntry, run, runMs, type Shown, type Wanted } from './away-entry.ts'
import { enqueue, forget, keepList, listNow, queued } from './away-store.ts'

const LIST_EVERY_MS = 10 * 60_000
const MOST_AT_ONCE = 50

interface Machine {
  readonly pass: string | null
  readonly machine: string
  readonly isOnline: boolean
  /** Told how many were taken and not yet answered by the server. */
  readonly onWaiting: (count: number) => void
}

/** Writes down for good that somebody is here, and what for. */
export type Take = (document: Shown, wanted: Wanted) => Promise<AwayEntry>

/** Keeps the machine ready to be alone, and brings what it took to the server, in order, until each is answered. */
export function useAway({ pass, machine, isOnline, onWaiting }: Machine): Take {
  const asked = { headers: { 'x-kiosk-pass': pass ?? '' }, anonymous: true }
  const renew = useEffectEvent(async () => {
    await keepList(await api.post<ExpectedList>('/api/kiosk/expected', asked)).catch(() => undefined)
  })
  const drain = useEffectEvent(async () => {
    const entries = await queued()
    onWaiting(entries.length)
    for (let from = 0; from < entries.length; from += MOST_AT_ONCE) {
      const batch = entries.slice(from, from + MOST_AT_ONCE)
      const { answers } = await api.post<{ answers: AwayAnswer[] }>('/api/kiosk/away', { ...asked, body: { run, runMs: runMs(), entries: batch } })
      const answered = new Set(answers.map(({ id }) => id))
      await forget(batch.filter(({ id }) => answered.has(id)).map(({ seq }) => seq))
      onWaiting((await queued()).length)
    }
  })
  useEffect(() => {
    if (pass === null || !isOnline) return undefined
    let isBusy = false
    const send = () => {
      if (isBusy) return
      isBusy = true
      void drain().catch(() => undefined).finally(() => { isBusy = false })
    }
    send()
    void renew().catch(() => undefined)
    const sending = setInterval(send, 5_000)
    const renewing = setInterval(() => void renew().catch(() => undefined), LIST_EVERY_MS)
    return () => {
      clearInterval(sending)
      clearInterval(renewing)
    }
  }, [pass, isOnline])
  return useCallback(async (document: Shown, wanted: Wanted) => {
    const list = await listNow(serverNow())
    if (!list) throw new Error('no list')
    const entry = await enqueue(list.papers?.last ?? 0, (seq) => makeEntry(list, { seq, machine, now: serverNow(), wanted, document }))
    onWaiting((await queued()).length)
    return entry
  }, [machine, onWaiting])
}
