import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import type { CashNow, NoteAnswer, NotesNow, StartCash } from '../../contract.ts'
import { isHeard, noteDoor, tellReading, type NoteDoor } from './note-door.ts'
import { asked, type AtKiosk } from './session.ts'
import { isAway } from './use-machine.ts'

const LOOK_MS = 350
const SAY_AGAIN_MS = 4_000
/** So long nobody puts in a note or touches the screen; then it warns, and then it ends by itself. */
const PATIENCE_MS = 45_000
const WARNING_MS = 15_000

export interface CashState {
  readonly cash: CashNow | undefined
  readonly door: NotesNow['cash']
  /** A note that is more than what is missing: they decide. */
  readonly ask: { readonly id: string; readonly cents: number; readonly surplusCents: number } | undefined
  /** Why the last note came back. */
  readonly reason: NoteAnswer['reason']
  readonly isLooking: boolean
  readonly isAway: boolean
  readonly secondsLeft: number | null
  readonly problem: Problem | undefined
}

const FRESH: CashState = { cash: undefined, door: 'ready', ask: undefined, reason: '', isLooking: false, isAway: false, secondsLeft: null, problem: undefined }

interface Run {
  cash: CashNow | undefined
  agreed: string
  back: string
  isEnding: boolean
  active: number
  told: number
}

export interface TakingCash extends CashState {
  readonly agree: () => void
  readonly giveBack: () => void
  readonly finish: () => void
  readonly stay: () => void
}

/**
 * Somebody puts one note after the other into the machine. Each lies in escrow until the server has written it down, and is only then
 * taken; while the server is away none is let in. Whatever ends this, leaving the screen included, gives back what lies in escrow.
 */
export function useCash({ at, broker, start }: { at: AtKiosk; broker: string; start: StartCash }): TakingCash {
  const [state, setState] = useState(FRESH)
  const run = useRef<Run>({ cash: undefined, agreed: '', back: '', isEnding: false, active: 0, told: 0 })
  const { billId, expectedCents } = start
  useEffect(() => {
    const mine: Run = { cash: undefined, agreed: '', back: '', isEnding: false, active: performance.now(), told: 0 }
    run.current = mine
    setState(FRESH)
    const door = noteDoor(broker)
    let isOver = false
    let timer: ReturnType<typeof setTimeout>
    const show = (change: Partial<CashState>) => { if (!isOver) setState((before) => ({ ...before, ...change })) }
    const touched = () => { mine.active = performance.now() }
    const step = async () => {
      try {
        mine.cash ??= await api.post<CashNow>('/api/kiosk/cash', { ...asked(at), body: { expectedCents, ...(billId === undefined ? {} : { billId }) } })
        await look({ at, door, mine, show })
      } catch (fault) {
        const problem = fault as Problem
        // Nothing more is let in; what was taken is known, and what lies in escrow goes back.
        await giveBackAll(door)
        show(isAway(problem) || mine.cash ? { isAway: true } : { problem })
        if (!isAway(problem) && !mine.cash) return
      }
      if (!isOver && mine.cash?.state !== 'finished') timer = setTimeout(() => void step(), LOOK_MS)
    }
    void step()
    addEventListener('pointerdown', touched, { passive: true })
    return () => {
      isOver = true
      clearTimeout(timer)
      removeEventListener('pointerdown', touched)
      void leave(door, at, mine)
    }
  }, [at, broker, billId, expectedCents])
  const word = useCallback((change: (mine: Run, ask: CashState['ask']) => void) => setState((before) => {
    run.current.active = performance.now()
    change(run.current, before.ask)
    return { ...before, ask: undefined, secondsLeft: null }
  }), [])
  return {
    ...state,
    agree: () => word((mine, ask) => { mine.agreed = ask?.id ?? '' }),
    giveBack: () => word((mine, ask) => { mine.back = ask?.id ?? '' }),
    finish: () => word((mine) => { mine.isEnding = true }),
    stay: () => word(() => undefined),
  }
}

interface Looking {
  readonly at: AtKiosk
  readonly door: NoteDoor
  readonly mine: Run
  readonly show: (change: Partial<CashState>) => void
}

/** One look: what happened is told first, then the note that lies there is offered, then it is seen whether they are done. */
async function look({ at, door, mine, show }: Looking): Promise<void> {
  const id = mine.cash!.id
  await door.letIn(!mine.isEnding && mine.cash!.state === 'open')
  const now = await door.now()
  if (now.reading && (!isHeard(now.reading) || mine.cash!.isMoving || performance.now() - mine.told > SAY_AGAIN_MS)) {
    const { cash } = await tellReading(at.pass, now.reading, { cashId: id, isThere: true })
    if (cash && cash.inCents !== mine.cash!.inCents) mine.active = performance.now()
    mine.cash = cash ?? mine.cash
    mine.told = performance.now()
  }
  show({ cash: mine.cash, door: now.cash, isAway: false })
  if (now.escrow && now.reading) await decide({ at, door, mine, show }, now.escrow, now.reading.seq)
  else show({ ask: undefined, isLooking: false })
  const { dueCents, inCents, isMoving } = mine.cash!
  const idleMs = performance.now() - mine.active
  if (dueCents !== null && inCents >= dueCents) mine.isEnding = true
  if (idleMs > PATIENCE_MS + WARNING_MS) mine.isEnding = true
  show({ secondsLeft: !mine.isEnding && idleMs > PATIENCE_MS ? Math.max(0, Math.ceil((PATIENCE_MS + WARNING_MS - idleMs) / 1000)) : null })
  if (mine.isEnding && !now.escrow && !isMoving) {
    mine.cash = await api.post<CashNow>(`/api/kiosk/cash/${id}/finish`, asked(at))
    show({ cash: mine.cash })
  }
}

async function decide({ at, door, mine, show }: Looking, escrow: { id: string; cents: number }, seq: number): Promise<void> {
  if (mine.isEnding || mine.back === escrow.id) return door.route({ escrowId: escrow.id, how: 'return' })
  show({ isLooking: true })
  const said = await api.post<NoteAnswer>(`/api/kiosk/cash/${mine.cash!.id}/notes`, { ...asked(at), body: { noteId: escrow.id, seq, cents: escrow.cents, agreed: mine.agreed === escrow.id } })
  if (said.answer === 'ask') return show({ ask: { ...escrow, surplusCents: said.surplusCents }, isLooking: false })
  if (said.answer === 'wait') return undefined
  mine.active = performance.now()
  show({ reason: said.reason, ask: undefined })
  if (said.answer === 'stack') mine.cash = { ...mine.cash!, isMoving: true }
  return door.route({ escrowId: escrow.id, how: said.answer })
}

async function giveBackAll(door: NoteDoor): Promise<void> {
  try {
    await door.letIn(false)
    const { escrow } = await door.now()
    if (escrow) await door.route({ escrowId: escrow.id, how: 'return' })
  } catch {
    // It gives back by itself what nobody decides about.
  }
}

/** They left the screen: what they put in is credited now, and not only when the machine has been silent long enough. */
async function leave(door: NoteDoor, at: AtKiosk, mine: Run): Promise<void> {
  await giveBackAll(door)
  if (!mine.cash || mine.cash.state === 'finished') return
  const { reading } = await door.now()
  if (reading) await tellReading(at.pass, reading)
  await api.post(`/api/kiosk/cash/${mine.cash.id}/finish`, asked(at))
}
