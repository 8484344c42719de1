import { useEffect, useEffectEvent } from 'react'
import { api } from '#client/index.ts'
import type { HeardNotes, NoteReading, NotesNow, RouteNote } from '../../contract.ts'

/** The note acceptor of this machine, by the program that drives it. */
export interface NoteDoor {
  now(): Promise<NotesNow>
  /** For five seconds: said again and again while somebody puts in notes. */
  letIn(on: boolean): Promise<void>
  route(word: RouteNote): Promise<void>
}

export function noteDoor(broker: string): NoteDoor {
  const ask = async (path: string, body?: object): Promise<Response> => {
    const reply = await fetch(`${broker}/${path}`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {})
    if (!reply.ok) throw new Error(`the note acceptor answered ${reply.status}`)
    return reply
  }
  return {
    now: async () => (await (await ask('notes')).json()) as NotesNow,
    letIn: async (on) => void (await ask('notes/let-in', { on })),
    route: async (word) => void (await ask('notes/route', word)),
  }
}

/** The newest reading the server has heard, by whoever told it. */
let heard = 0

export const isHeard = ({ seq }: NoteReading): boolean => seq <= heard

/** Tells the server what the acceptor says. Only an answer counts: without one it is told again. */
export async function tellReading(pass: string, reading: NoteReading, about: { cashId?: string; isThere?: boolean } = {}): Promise<HeardNotes> {
  const answer = await api.post<HeardNotes>('/api/kiosk/cash/readings', { headers: { 'x-kiosk-pass': pass }, anonymous: true, body: { reading, ...about } })
  heard = reading.seq
  return answer
}

const EVERY_MS = 10_000

/** While nobody puts in notes: what the acceptor did meanwhile, or before the power went, is told too. */
export function useNoteContact({ pass, broker, isOnline, isTaking }: { pass: string | null; broker: string | undefined; isOnline: boolean; isTaking: boolean }): void {
  const look = useEffectEvent(async () => {
    if (pass === null || broker === undefined) return
    const { reading } = await noteDoor(broker).now()
    if (reading && !isHeard(reading)) await tellReading(pass, reading)
  })
  const isIdle = pass !== null && broker !== undefined && isOnline && !isTaking
  useEffect(() => {
    if (!isIdle) return undefined
    const again = () => void look().catch(() => undefined)
    again()
    const timer = setInterval(again, EVERY_MS)
    return () => clearInterval(timer)
  }, [isIdle])
}
