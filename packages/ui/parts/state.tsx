import { useEffect, useEffectEvent } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Icon, Mark } from './icon.tsx'
import { Money } from './money.tsx'

/** Nothing here: why, and the next step. */
export function EmptyState({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return <div className="state"><Mark size={40} /><h2>{title}</h2>{children !== undefined && <p className="muted">{children}</p>}{actions !== undefined && <div className="buttons">{actions}</div>}</div>
}

/** It worked: the result, then the next thing. */
export function SuccessState({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return <div className="state" role="status"><span className="done"><Icon name="check" /></span><h2>{title}</h2>{children !== undefined && <p className="muted">{children}</p>}{actions !== undefined && <div className="buttons">{actions}</div>}</div>
}

type Trouble = { code: string; title: string; detail?: string | undefined; reference?: string | undefined }

/**
 * It failed: what is safe first, then what to do, then a short code to read out on the phone.
 * Pass the `problem` a request failed with, or your own words.
 */
export function ErrorState(props: { problem?: Trouble | undefined; title?: ReactNode; children?: ReactNode; code?: string | undefined; onRetry?: (() => void) | undefined; actions?: ReactNode }) {
  const { t } = useTranslation('ui')
  const { problem } = props
  const offline = problem?.code === 'client.offline'
  const title = props.title ?? (offline ? t('offline.title') : problem?.title || t('error.title'))
  const body = props.children ?? (offline ? t('offline.body') : problem?.title ? problem.detail : t('error.body'))
  const code = props.code ?? problem?.reference?.slice(0, 8)
  return (
    <div className="state" role="alert">
      <h2>{title}</h2>
      {body && <p className="muted">{body}</p>}
      <div className="buttons">{props.onRetry && <Button kind="soft" onPress={props.onRetry}>{t('error.retry')}</Button>}{props.actions}</div>
      {code !== undefined && <p className="state__code">{t('error.code', { code })}</p>}
    </div>
  )
}

/** Loading, in the shape of what comes: `lines` per card. Invisible for 0.3 s; after 5 s it says who is slow. */
export function Bones({ cards = [3, 2] }: { cards?: number[] | undefined }) {
  const { t } = useTranslation('ui')
  const widths = ['45%', '70%', '100%', '85%']
  return (
    <div className="bones" role="status">
      <span className="sr">{t('loading')}</span>
      {cards.map((lines, card) => (
        <div className="card bones__card" key={card}>{Array.from({ length: lines }, (_, line) => <i className="bone" key={line} style={{ width: widths[line % 4], height: line === 1 ? 40 : 16 }} />)}</div>
      ))}
      <p className="bones__slow">{t('slow')}</p>
    </div>
  )
}

/** After any act that can be taken back: what was done, and the way back, for ten seconds. Give it a new `key` per act. */
export function UndoBar({ children, onUndo, onGone, seconds = 10 }: { children: ReactNode; onUndo: () => void; onGone: () => void; seconds?: number | undefined }) {
  const { t } = useTranslation('ui')
  const gone = useEffectEvent(onGone)
  useEffect(() => {
    const timer = setTimeout(() => gone(), seconds * 1000)
    return () => clearTimeout(timer)
  }, [seconds])
  return <div className="undo" role="status"><span className="grow">{children}</span><Button kind="quiet" onPress={onUndo}>{t('undo')}</Button></div>
}

/** The amount to pay, alone at the top of a bill. */
export function Due({ label, cents, note }: { label: ReactNode; cents: number; note?: ReactNode }) {
  return <section className="due"><h2 className="muted" style={{ fontSize: 'var(--t-body)', fontWeight: 400 }}>{label}</h2><p className="fig"><Money cents={cents} /></p>{note !== undefined && <p className="small muted">{note}</p>}</section>
}
