import { useLayoutEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Button, Checkbox, Icon, Sheet, useMinute } from '#ui/index.ts'
import type { AssistSession, Proposal } from '../../contract.ts'
import { placeOf } from '../../contract.ts'
import { canBeAsked, doIt, wordsOf } from './mirror.ts'
import { closeHelp } from './remembered.ts'
import { useWatched } from './use-watched.ts'
import './assistance.css'

/** Above every page while somebody helps: who it is, how long, and the one press that ends it. */
export function WatchedBar({ id }: { id: string }) {
  const watched = useWatched(id)
  const { session } = watched
  if (!session) return null
  if (session.status === 'asked') return null
  if (session.status === 'joined') return <div data-own=""><Agree session={session} onDone={watched.refresh} onEnd={watched.end} /></div>
  if (session.status === 'ended') return session.helper ? <Over /> : null
  return (
    <div data-own="">
      <Watching session={session} onEnd={watched.end} onProlong={watched.refresh} />
      {watched.pointed?.isConnected && <Ring element={watched.pointed} name={session.helper?.name ?? ''} />}
      {watched.proposal && <Question key={watched.proposal.id} sessionId={id} proposal={watched.proposal} name={session.helper?.name ?? ''} element={watched.elementOf(watched.proposal.target)} onDone={watched.refresh} />}
    </div>
  )
}

function Agree({ session, onDone, onEnd }: { session: AssistSession; onDone: () => Promise<void>; onEnd: () => Promise<void> }) {
  const { t } = useTranslation('assistance')
  const navigate = useNavigate()
  const [showsHealth, setShowsHealth] = useState(false)
  const [busy, setBusy] = useState(false)
  if (!session.helper) return null
  const { kind, name } = session.helper
  const answer = async (accept: boolean) => {
    setBusy(true)
    await api.post(`/api/assistance/sessions/${session.id}/answer`, { body: { accept, showsHealth } }).catch(() => undefined)
    if (!accept) closeHelp()
    await onDone()
    if (accept && location.pathname === '/assist') void navigate(sessionStorage.getItem('assistance.from') ?? '/')
  }
  return (
    <Sheet title={t('agree.title', { name })} onClose={() => void onEnd()}>
      <Alert tone={kind === 'person' ? 'warning' : 'info'} icon={kind === 'staff' ? 'hand' : 'user'} title={name}>{t(`agree.${kind}`)}</Alert>
      <p>{t('agree.sees')}</p>
      <Checkbox label={<>{t('agree.health')}<span className="small muted assistance-block">{t('agree.health-note')}</span></>} checked={showsHealth} onChange={setShowsHealth} />
      <div className="buttons">
        <Button kind="primary" busy={busy} onPress={() => void answer(true)}>{t('agree.yes')}</Button>
        <Button onPress={() => void answer(false)}>{t('agree.no')}</Button>
      </div>
    </Sheet>
  )
}

function Watching({ session, onEnd, onProlong }: { session: AssistSession; onEnd: () => Promise<void>; onProlong: () => Promise<void> }) {
  const { t } = useTranslation('assistance')
  const { pathname } = useLocation()
  const ahead = Date.parse(session.asOf) - Date.now()
  // The server's time, as far as this device's clock may be off.
  const [offset] = useState(ahead)
  const now = useMinute() + offset
  const minutes = Math.max(0, Math.ceil((Date.parse(session.expiresAt ?? session.asOf) - now) / 60_000))
  const place = placeOf(pathname)
  const isHidden = place === 'hidden' || (place === 'health' && !session.showsHealth)
  const prolong = async () => {
    await api.post(`/api/assistance/sessions/${session.id}/prolong`, { idempotencyKey: crypto.randomUUID() }).catch(() => undefined)
    await onProlong()
  }
  return (
    <section className="assistance-bar" role="status">
      <p><Icon name="share" /><span>{isHidden ? t('bar.hidden') : t('bar.watching', { name: session.helper?.name })}{!isHidden && place === 'look' && <span className="assistance-block">{t('bar.look')}</span>}<span className="assistance-block">{minutes > 1 ? t('bar.left', { minutes }) : t('bar.short')}</span></span></p>
      {minutes <= 5 && <Button small onPress={() => void prolong()}>{t('bar.prolong')}</Button>}
      <Button small kind="danger-line" onPress={() => void onEnd()}>{t('bar.end')}</Button>
    </section>
  )
}

function Over() {
  const { t } = useTranslation('assistance')
  return <section className="assistance-bar assistance-bar--over" role="status" data-own=""><p><Icon name="check" /><span>{t('bar.ended')}</span></p><Button small onPress={closeHelp}>{t('bar.close')}</Button></section>
}

/** A ring that breathes around what the helper means, and its name for those who listen. */
function Ring({ element, name }: { element: HTMLElement; name: string }) {
  const { t } = useTranslation('assistance')
  const [box, setBox] = useState<DOMRect>()
  useLayoutEffect(() => {
    // First into sight, then measured: a ring around where it was shows the wrong thing.
    element.scrollIntoView({ block: 'center', behavior: 'instant' })
    const measure = () => setBox(element.isConnected ? element.getBoundingClientRect() : undefined)
    measure()
    const timer = setInterval(measure, 200)
    addEventListener('scroll', measure, { passive: true, capture: true })
    return () => { clearInterval(timer); removeEventListener('scroll', measure, { capture: true }) }
  }, [element])
  return (
    <>
      <p className="sr" role="status">{t('point.here', { name, what: wordsOf(element) })}</p>
      {box && <span className="assistance-ring" aria-hidden="true" style={{ left: box.left - 6, top: box.top - 6, width: box.width + 12, height: box.height + 12 }} />}
    </>
  )
}

/** What the helper proposes, told by this device from its own page; it happens here, by this press, or not. */
function Question(props: { sessionId: string; proposal: Proposal; name: string; element: HTMLElement | undefined; onDone: () => Promise<void> }) {
  const { t } = useTranslation('assistance')
  const { pathname } = useLocation()
  const { proposal, name, element } = props
  const isPossible = placeOf(pathname) === 'open' && canBeAsked(element, proposal.kind)
  const answer = async (outcome: 'confirmed' | 'declined' | 'impossible') => {
    await api.post(`/api/assistance/sessions/${props.sessionId}/proposals/${proposal.id}/answer`, { body: { outcome } }).catch(() => undefined)
    await props.onDone()
  }
  const agree = async () => {
    const isDone = isPossible && placeOf(location.pathname) === 'open' && doIt(element, proposal.kind, proposal.value)
    await answer(isDone ? 'confirmed' : 'impossible')
  }
  if (!isPossible) return <Sheet title={t('propose.gone')} onClose={() => void answer('impossible')}><Button block onPress={() => void answer('impossible')}>{t('bar.close')}</Button></Sheet>
  const what = wordsOf(element)
  return (
    <Sheet title={t(`propose.${proposal.kind}`, { name })} onClose={() => void answer('declined')}>
      <p className="lead assistance-what"><b>{proposal.kind === 'fill' ? proposal.value : what}</b></p>
      {proposal.kind === 'fill' && <p>{t('propose.into', { where: what })}</p>}
      <div className="buttons">
        <Button kind="primary" onPress={() => void agree()}>{t(`propose.do-${proposal.kind}`)}</Button>
        <Button onPress={() => void answer('declined')}>{t('propose.no')}</Button>
      </div>
    </Sheet>
  )
}
