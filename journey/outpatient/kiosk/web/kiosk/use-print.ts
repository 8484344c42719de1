import { useCallback, useEffect, useState } from 'react'
import { api } from '#client/index.ts'
import type { AskPrint, PrintJob } from '../../contract.ts'
import type { Devices, JobNow } from './devices.ts'
import { asked, type AtKiosk } from './session.ts'

/** How long a page may lie with the printer without a word of it. */
const PATIENCE_MS = 25_000

/** Pages the server made; what the machine prints by itself is known to nobody else. */
const jobsOfServer = new Set<string>()

/** What the printer says of a page is told to the server, whether or not whoever asked for it still stands there. */
export function useJobNotes(pass: string | null, { onJob }: Devices): void {
  useEffect(() => onJob((jobId, state) => {
    if (!jobsOfServer.has(jobId)) return
    void api.post(`/api/kiosk/print-jobs/${jobId}/state`, { headers: { 'x-kiosk-pass': pass ?? '' }, anonymous: true, body: { state } }).catch(() => undefined)
  }), [pass, onJob])
}

export interface Printing {
  readonly state: JobNow | undefined
  readonly print: (wanted: AskPrint) => void
}

/** Has a page made, hands it to the printer, and follows it until it is out or known not to come. */
export function usePrint(at: AtKiosk, devices: Devices): Printing {
  const [job, setJob] = useState<{ id: string | undefined; state: JobNow }>()
  const { print: handOver, onJob } = devices
  const id = job?.id
  useEffect(() => {
    if (id === undefined) return undefined
    return onJob((jobId, state) => {
      if (jobId === id) setJob({ id, state })
    })
  }, [id, onJob])
  const isOpen = job?.state === 'asked' || job?.state === 'printing'
  useEffect(() => {
    if (!isOpen) return undefined
    const timer = setTimeout(() => setJob((now) => now && { ...now, state: 'given-up' }), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [isOpen, id])
  const print = useCallback((wanted: AskPrint) => {
    setJob({ id: undefined, state: 'asked' })
    void (async () => {
      const made = await api.post<PrintJob>('/api/kiosk/print-jobs', { ...asked(at), body: wanted })
      jobsOfServer.add(made.jobId)
      setJob({ id: made.jobId, state: 'asked' })
      // The printer may answer before it has said yes: from here on it is listened to.
      await new Promise((resolve) => setTimeout(resolve, 0))
      await handOver(made)
    })().catch(() => setJob((now) => ({ id: now?.id, state: 'given-up' })))
  }, [at, handOver])
  return { state: job?.state, print }
}
