import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { DeviceJob, DeviceSignal, DeviceState } from '../../contract.ts'

export type JobNow = 'asked' | 'printing' | 'printed' | 'paper-out' | 'jam' | 'given-up'

export interface Devices {
  /** Undefined until the broker answers. */
  readonly state: DeviceState | undefined
  readonly canPrint: boolean
  /** Where its note acceptor is asked; undefined while it takes none. */
  readonly notesAt: string | undefined
  /** Hands a page to the printer; what becomes of it comes as signals. */
  print(job: DeviceJob): Promise<void>
  /** Calls back with what the printer says of a job. */
  onJob(listener: (jobId: string, state: JobNow) => void): () => void
  /** Calls back with a card on the reader or a code before the scanner. */
  onShown(listener: (shown: ShownSignal) => void): () => void
}

export type ShownSignal = Extract<DeviceSignal, { type: 'document' | 'code' }>

/** The reader, the scanner and the printer of this machine, by the program that drives them. */
export function useDevices(broker: string | undefined): Devices {
  const [state, setState] = useState<DeviceState>()
  const listeners = useRef(new Set<(jobId: string, state: JobNow) => void>())
  const watchers = useRef(new Set<(shown: ShownSignal) => void>())
  useEffect(() => {
    if (broker === undefined) return undefined
    const source = new EventSource(`${broker}/signals`)
    source.onmessage = ({ data }) => {
      const signal = JSON.parse(String(data)) as DeviceSignal
      if (signal.type === 'state') setState(signal.state)
      else if (signal.type === 'job') for (const listener of listeners.current) listener(signal.jobId, signal.state)
      else for (const watcher of watchers.current) watcher(signal)
    }
    return () => source.close()
  }, [broker])
  const print = useCallback(async (job: DeviceJob) => {
    if (broker === undefined) throw new Error('no printer')
    const reply = await fetch(`${broker}/jobs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(job) })
    if (!reply.ok) throw new Error(`the printer answered ${reply.status}`)
  }, [broker])
  const onJob = useCallback((listener: (jobId: string, now: JobNow) => void) => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  }, [])
  const onShown = useCallback((watcher: (shown: ShownSignal) => void) => {
    watchers.current.add(watcher)
    return () => void watchers.current.delete(watcher)
  }, [])
  return { state, notesAt: state?.cash === 'ready' ? broker : undefined, canPrint: state !== undefined && state.printer !== 'paper-out' && state.printer !== 'jam', print, onJob, onShown }
}

/** Hears what is shown to the reader and the scanner while the component is on the screen. */
export function useShown({ onShown }: Devices, heard: (shown: ShownSignal) => void): void {
  const tell = useEffectEvent(heard)
  useEffect(() => onShown((shown) => tell(shown)), [onShown])
}
