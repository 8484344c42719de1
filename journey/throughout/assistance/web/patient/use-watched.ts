import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { api, isProblem, useLive } from '#client/index.ts'
import type { AssistSession, Proposal, SendFrame } from '../../contract.ts'
import { placeOf } from '../../contract.ts'
import { mirrorOf, type Mirror } from './mirror.ts'
import { forgetHelp } from './remembered.ts'

const frameMs = 250
const hereMs = 15_000

export interface Watched {
  readonly session: AssistSession | undefined
  readonly pointed: HTMLElement | undefined
  readonly proposal: Proposal | undefined
  elementOf(target: number): HTMLElement | undefined
  refresh(): Promise<void>
  end(): Promise<void>
}

/** Keeps one session going on the person's device: tells that the page is open, sends it while it is agreed to, hears pointing and questions. */
export function useWatched(id: string): Watched {
  const [session, setSession] = useState<AssistSession>()
  const [pointed, setPointed] = useState<HTMLElement>()
  const mirror = useFrames(id, session)
  const take = useCallback((next: AssistSession) => {
    setSession(next)
    if (next.status === 'ended') forgetHelp()
  }, [])
  const refresh = useCallback(async () => {
    await api.get<AssistSession>(`/api/assistance/sessions/${id}`).then(take, (error: unknown) => { if (isProblem(error, 'assistance.no-such-help')) { forgetHelp(); setSession((before) => before && { ...before, status: 'ended' }) } })
  }, [id, take])
  useEffect(() => { void refresh() }, [refresh])
  useLive([`assistance:${id}`], ({ type, payload }) => {
    if (type === 'assistance.pointed.v1') {
      const { target } = payload as { target: number }
      setPointed(mirror.current?.elementOf(target))
    } else if (type !== 'assistance.frame-sent.v1' && type !== 'assistance.answered.v1') void refresh()
  })
  useEffect(() => {
    // And asks how it stands: a line that was cut must not leave somebody watched without knowing, or asked without an answer.
    const here = setInterval(() => { void api.post(`/api/assistance/sessions/${id}/here`, { idempotencyKey: crypto.randomUUID() }).then(refresh, () => undefined) }, hereMs)
    return () => clearInterval(here)
  }, [id, refresh])
  const end = useCallback(async () => {
    // Nothing more leaves the device from this moment, whatever the line does.
    mirror.current?.stop()
    setSession((before) => before && { ...before, status: 'ended', endReason: 'person' })
    forgetHelp()
    await api.post(`/api/assistance/sessions/${id}/end`).catch(() => undefined)
  }, [id, mirror])
  return { session, pointed, proposal: session?.openProposal ?? undefined, elementOf: (target) => mirror.current?.elementOf(target), refresh, end }
}

/** Sends the page while it is agreed to: whole after every move, then what changed. Answers with the numbers of its elements. */
function useFrames(id: string, session: AssistSession | undefined): React.RefObject<Mirror | undefined> {
  const { pathname } = useLocation()
  const { i18n } = useTranslation('assistance')
  const path = useRef(pathname)
  const kept = useRef<Mirror>(undefined)
  const sequence = useRef(0)
  const wantsWhole = useRef(true)
  const busy = useRef(false)
  const isWatching = session?.status === 'watching'
  const showsHealth = session?.showsHealth === true
  const known = session?.sequence ?? 0
  useEffect(() => { sequence.current = Math.max(sequence.current, known) }, [known])
  useEffect(() => {
    path.current = pathname
    wantsWhole.current = true
  }, [pathname])
  useEffect(() => {
    if (!isWatching) return undefined
    const root = document.getElementById('root') ?? document.body
    let isDue = true
    const mirror = mirrorOf(root, () => { isDue = true })
    kept.current = mirror
    const due = () => { isDue = true }
    window.addEventListener('scroll', due, { passive: true, capture: true })
    window.addEventListener('resize', due)
    wantsWhole.current = true
    const send = async () => {
      if (busy.current || (!isDue && !wantsWhole.current)) return
      busy.current = true
      isDue = false
      const whole = wantsWhole.current
      wantsWhole.current = false
      const place = placeOf(path.current)
      const isShown = place !== 'hidden' && (place !== 'health' || showsHealth)
      const patches = isShown ? mirror.read(whole) ?? [] : []
      const body: SendFrame = { sequence: ++sequence.current, path: path.current, whole: whole || !isShown, view: viewNow(isShown, i18n.language), patches: [...patches].map(({ nodes }) => ({ nodes: nodes.map((node) => ({ ...node })) })) }
      await api.post(`/api/assistance/sessions/${id}/frames`, { body, idempotencyKey: crypto.randomUUID() }).catch((error: unknown) => {
        // Whatever was lost, the whole page says it all again.
        wantsWhole.current = true
        if (isProblem(error, 'assistance.frame-old')) sequence.current += 20
      })
      busy.current = false
    }
    const timer = setInterval(() => void send(), frameMs)
    return () => {
      clearInterval(timer)
      window.removeEventListener('scroll', due, { capture: true })
      window.removeEventListener('resize', due)
      mirror.stop()
      kept.current = undefined
    }
  }, [id, isWatching, showsHealth, i18n])
  return kept
}

function viewNow(isShown: boolean, language: string): SendFrame['view'] {
  const { mode, size } = document.body.dataset
  return {
    title: isShown ? document.title.slice(0, 120) : '', width: Math.min(4000, Math.max(200, innerWidth)), height: Math.min(4000, Math.max(200, innerHeight)),
    scrollX: Math.max(0, Math.round(scrollX)), scrollY: Math.max(0, Math.round(scrollY)), mode: mode === 'elder' ? 'elder' : '', size: (['1', '2', '3', '4'].includes(size ?? '') ? size : '') as SendFrame['view']['size'],
    language: language === 'en' ? 'en' : 'zh-CN', sheets: [...document.styleSheets].flatMap(({ href }) => (href ? [new URL(href).pathname] : [])).slice(0, 60),
  }
}
