import { useId } from 'react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'
import type { Tone } from './tag.tsx'

export function Card({ children, flush, label }: { children: ReactNode; flush?: boolean | undefined; label?: string | undefined }) {
  const looks = flush ? 'card card--flush' : 'card card--stack'
  return label ? <section className={looks} aria-label={label}>{children}</section> : <div className={looks}>{children}</div>
}

/**
 * The one thing to do now. One on a page, never two.
 * context: small line above · tag: at its end · figure: the number · beside: what stands next to it · title, place: who and where ·
 * children: path or wait range · actions: one button of kind "now" and at most one "ghost" · foot: a calm last line.
 */
export function SolidCard(props: {
  title: ReactNode; context?: ReactNode; tag?: ReactNode; figure?: ReactNode; beside?: ReactNode; place?: ReactNode
  actions?: ReactNode; foot?: ReactNode; children?: ReactNode; live?: boolean | undefined
}) {
  const id = useId()
  return (
    <section className="card card--solid" aria-labelledby={id} aria-live={props.live ? 'polite' : undefined}>
      {(props.context !== undefined || props.tag !== undefined) && <div className="solid__top"><span>{props.context}</span>{props.tag}</div>}
      {props.figure !== undefined && <div className="solid__hero">{props.figure}{props.beside !== undefined && <p className="muted">{props.beside}</p>}</div>}
      <h2 id={id} className="solid__title">{props.title}</h2>
      {props.place !== undefined && <p className="muted">{props.place}</p>}
      {props.children}
      {props.actions !== undefined && <div className="buttons">{props.actions}</div>}
      {props.foot !== undefined && <p className="solid__foot">{props.foot}</p>}
    </section>
  )
}

/** The hero: a number with a small unit. size l: one per page. */
export function Figure({ value, unit, size = 'm' }: { value: ReactNode; unit?: ReactNode; size?: 's' | 'm' | 'l' | undefined }) {
  return <p className={size === 'm' ? 'fig' : `fig fig--${size}`}>{value}{unit !== undefined && <small>{unit}</small>}</p>
}

const alertIcons: Record<Exclude<Tone, 'brand'>, IconName> = { info: 'info', success: 'check', warning: 'alert', danger: 'alert', now: 'bell', neutral: 'info' }

/** About this page: bold fact, plain consequence, perhaps an act. Danger interrupts the screen reader, nothing else does. */
export function Alert(props: { tone?: Exclude<Tone, 'brand'> | undefined; title?: ReactNode; children?: ReactNode; action?: ReactNode; icon?: IconName | undefined }) {
  const tone = props.tone ?? 'info'
  return (
    <div className={`alert alert--${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={props.icon ?? alertIcons[tone]} />
      <div className="grow">{props.title !== undefined && <b>{props.title} </b>}{props.children}{props.action !== undefined && <div className="row row--wrap">{props.action}</div>}</div>
    </div>
  )
}

/** A heading over a group of cards, with one small thing at its end. */
export function Section({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className="stack" aria-labelledby={id}>
      <div className="sec"><h2 id={id}>{title}</h2>{aside !== undefined && <span>{aside}</span>}</div>
      {children}
    </section>
  )
}

/** "Why this number": folded by default, so the page stays calm. */
export function Explain({ question, lines, open }: { question: ReactNode; lines: { label: ReactNode; value: ReactNode; strong?: boolean | undefined }[]; open?: boolean | undefined }) {
  return (
    <details open={open}>
      <summary>{question}</summary>
      <div className="explain small">
        {lines.map((line, at) => <p key={at}>{line.strong ? <><strong>{line.label}</strong><strong>{line.value}</strong></> : <><span>{line.label}</span><span>{line.value}</span></>}</p>)}
      </div>
    </details>
  )
}
