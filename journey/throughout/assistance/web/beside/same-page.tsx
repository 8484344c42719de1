import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import { Alert, Bones, Button, Card, Select, TextField } from '#ui/index.ts'
import type { AssistSession, Frame, Frames } from '../../contract.ts'
import { chosenOf, controlsOf, drawFrame } from './draw.ts'
import type { Chosen } from './draw.ts'
import './beside.css'

const beatMs = 15_000

/** The other's page as it is now, and the three things a helper may do: point, propose, end. */
export function SamePage({ id, wide, onAgain }: { id: string; wide: boolean; onAgain: () => void }) {
  const { t } = useTranslation('assistance')
  const [session, setSession] = useState<AssistSession>()
  const [outcome, setOutcome] = useState<string>()
  const [controls, setControls] = useState<Chosen[]>([])
  const [chosen, setChosen] = useState<Chosen>()
  const screen = useRef<HTMLIFrameElement>(null)
  const seen = useRef(0)
  const [frame, setFrame] = useState<Frame>()
  const reading = useRef<Promise<void>>(Promise.resolve())
  const read = useCallback(() => {
    // One after the other: what came later is drawn later.
    reading.current = reading.current.then(async () => {
      const { session: next, frames } = await api.get<Frames>(`/api/assistance/sessions/${id}/frames`, { query: { since: seen.current } })
      setSession(next)
      const view = screen.current?.contentDocument
      for (const one of frames) {
        seen.current = one.sequence
        if (view) drawFrame(view, one)
        setFrame(one)
      }
      if (view && frames.length > 0) setControls(controlsOf(view))
    }).catch(() => undefined)
  }, [id])
  useEffect(() => {
    read()
    const beat = setInterval(read, beatMs)
    return () => clearInterval(beat)
  }, [read])
  const isWatching = session?.status === 'watching'
  useEffect(() => {
    // What came before there was a screen was drawn nowhere. Its load is not waited for: an empty one has loaded while it is being put in place, and React hears nothing then.
    if (!isWatching) return
    seen.current = 0
    read()
  }, [isWatching, read])
  useLive([`assistance:${id}`], ({ type, payload }) => {
    if (type === 'assistance.answered.v1') setOutcome((payload as { outcome: string }).outcome)
    if (type !== 'assistance.pointed.v1') read()
  })
  const end = useMutation({ mutationFn: () => api.post(`/api/assistance/sessions/${id}/end`), onSettled: read })
  if (!session) return <Bones />
  if (session.status === 'ended') return <Card><div className="stack"><h2>{t('help.over')}</h2><p>{t(`help.why.${session.endReason ?? 'over'}`)}</p><Button kind="primary" onPress={onAgain}>{t('help.again')}</Button></div></Card>
  if (session.status === 'joined') return <Alert icon="clock" title={t('help.waiting', { name: session.personName })} action={<Button small onPress={() => end.mutate()}>{t('help.end')}</Button>}>{t('help.waiting-note')}</Alert>
  const choose = (next: Chosen | undefined) => { setChosen(next); setOutcome(undefined) }
  const isHidden = session.place === 'hidden' || (session.place === 'health' && !session.showsHealth)
  return (
    <div className={wide ? 'assistance-same assistance-same--wide' : 'assistance-same'}>
      <Screen screen={screen} frame={frame} label={t('help.page', { name: session.personName })} isHidden={isHidden} wide={wide} onReady={() => { seen.current = 0; read() }} onChoose={choose} />
      <section className="assistance-acts stack" aria-label={t('help.title')}>
        <h2>{t('help.with', { name: session.personName })}</h2>
        {isHidden && <Alert tone="warning" icon="lock">{t('help.hidden')}</Alert>}
        {session.place === 'look' && <Alert icon="info">{t('help.look')}</Alert>}
        {!isHidden && <Acts id={id} mayPropose={session.place === 'open'} controls={controls} chosen={chosen} onChoose={choose} outcome={outcome} onAsked={() => setOutcome('asked')} />}
        <Button kind="danger-line" busy={end.isPending} onPress={() => end.mutate()}>{t('help.end')}</Button>
      </section>
    </div>
  )
}

function Screen(props: { screen: React.RefObject<HTMLIFrameElement | null>; frame: Frame | undefined; label: string; isHidden: boolean; wide: boolean; onReady: () => void; onChoose: (chosen: Chosen | undefined) => void }) {
  const { screen, frame, onChoose } = props
  const box = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useState(1)
  const { width = 390, height = 844 } = frame?.view ?? {}
  useEffect(() => {
    const at = box.current
    if (!at) return undefined
    // A screen that is not shown has no width, and says nothing about how large to draw.
    const watcher = new ResizeObserver(() => { if (at.clientWidth > 0) setScale(Math.min(1, at.clientWidth / width)) })
    watcher.observe(at)
    return () => watcher.disconnect()
  }, [width])
  const choose = (event: React.MouseEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    onChoose(chosenOf(screen.current?.contentDocument?.elementFromPoint((event.clientX - left) / scale, (event.clientY - top) / scale) ?? null))
  }
  return (
    <div className="assistance-screen" ref={box} style={{ height: height * scale, maxWidth: width }} hidden={props.isHidden}>
      {/* allow-same-origin lets us draw into it; without allow-scripts nothing in it can ever run. */}
      <iframe ref={screen} title={props.label} sandbox="allow-same-origin" tabIndex={-1} onLoad={props.onReady} style={{ width, height, transform: `scale(${scale})` }} />
      <div className="assistance-glass" aria-hidden="true" data-not-touched="" onClick={choose} />
    </div>
  )
}

function Acts(props: { id: string; mayPropose: boolean; controls: Chosen[]; chosen: Chosen | undefined; onChoose: (chosen: Chosen | undefined) => void; outcome: string | undefined; onAsked: () => void }) {
  const { t } = useTranslation('assistance')
  const { chosen } = props
  const [value, setValue] = useState('')
  const point = useMutation({ mutationFn: (target: number) => api.post(`/api/assistance/sessions/${props.id}/points`, { body: { target }, idempotencyKey: crypto.randomUUID() }) })
  const propose = useMutation({ mutationFn: (body: object) => api.post(`/api/assistance/sessions/${props.id}/proposals`, { body, idempotencyKey: crypto.randomUUID() }), onSuccess: () => { setValue(''); props.onAsked() } })
  const options = props.controls.map((one) => ({ value: String(one.target), label: one.label }))
  return (
    <>
      <Select label={t('help.choose')} value={String(chosen?.target ?? '')} empty={t('help.none-chosen')} options={options} onChange={(target) => props.onChoose(props.controls.find((one) => String(one.target) === target))} />
      {chosen && (
        <div className="stack" role="group" aria-label={t('help.chosen', { what: chosen.label })}>
          <p><b>{t('help.chosen', { what: chosen.label })}</b></p>
          <div className="buttons">
            <Button busy={point.isPending} onPress={() => point.mutate(chosen.target)}>{t('help.point')}</Button>
            {props.mayPropose && chosen.canPress && <Button kind="primary" busy={propose.isPending} onPress={() => propose.mutate({ kind: 'press', target: chosen.target, label: chosen.label })}>{t('help.press')}</Button>}
          </div>
          {props.mayPropose && chosen.canFill && (
            <form className="stack" onSubmit={(event) => { event.preventDefault(); if (value !== '') propose.mutate({ kind: 'fill', target: chosen.target, label: chosen.label, value }) }}>
              <TextField label={t('help.value')} value={value} onChange={setValue} maxLength={200} autoComplete="off" />
              <Button kind="primary" type="submit" busy={propose.isPending} disabled={value === ''}>{t('help.fill')}</Button>
            </form>
          )}
        </div>
      )}
      <div role="status">
        {propose.isError && <Alert tone="warning" title={propose.error.title} />}
        {point.isSuccess && props.outcome === undefined && <p className="small muted">{t('help.pointed')}</p>}
        {props.outcome !== undefined && <Alert tone={props.outcome === 'confirmed' ? 'success' : 'info'}>{props.outcome === 'asked' ? t('help.asked') : t(`help.outcome.${props.outcome}`)}</Alert>}
      </div>
    </>
  )
}
