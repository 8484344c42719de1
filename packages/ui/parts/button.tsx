import type { MouseEventHandler, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Anchor } from './chrome.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

export type ButtonKind = 'primary' | 'soft' | 'outline' | 'quiet' | 'danger' | 'danger-line' | 'now' | 'ghost'

export type ButtonProps = {
  children: ReactNode
  kind?: ButtonKind | undefined
  icon?: IconName | undefined
  small?: boolean | undefined
  block?: boolean | undefined
  /** Still sending: the width stays, the words give way to three dots, a second press does nothing. */
  busy?: boolean | undefined
  disabled?: boolean | undefined
  type?: 'button' | 'submit' | undefined
  href?: string | undefined
  target?: string | undefined
  className?: string | undefined
  onPress?: MouseEventHandler<HTMLElement> | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-keyshortcuts'?: string | undefined
}

/** An act, verb first. With `href` it is a link that looks like a button. */
export function Button(props: ButtonProps) {
  const { t } = useTranslation('ui')
  const { kind = 'outline', icon, small, block, busy, disabled, type = 'button', href, target, className, onPress, children, ...aria } = props
  const looks = ['btn', kind !== 'outline' && `btn--${kind}`, small && 'btn--small', block && 'btn--block', className].filter(Boolean).join(' ')
  const words = <span className="btn__words">{icon && <Icon name={icon} />}{children}</span>
  if (href !== undefined && !disabled) return <Anchor href={href} target={target} className={looks} onClick={onPress} {...aria}>{words}</Anchor>
  return (
    <button type={type} className={looks} disabled={disabled} aria-busy={busy || undefined} onClick={busy ? (event) => event.preventDefault() : onPress} {...aria}>
      {words}
      {busy && <span className="btn__busy"><i /><i /><i /><span className="sr" role="status">{t('busy')}</span></span>}
    </button>
  )
}

/** Only an icon; `label` is what it does, in words. */
export function IconButton(props: { icon: IconName; label: string; href?: string | undefined; onPress?: MouseEventHandler<HTMLElement> | undefined; className?: string | undefined }) {
  const looks = `iconbtn ${props.className ?? ''}`
  if (props.href !== undefined) return <Anchor className={looks} href={props.href} aria-label={props.label} onClick={props.onPress}><Icon name={props.icon} /></Anchor>
  return <button type="button" className={looks} aria-label={props.label} onClick={props.onPress}><Icon name={props.icon} /></button>
}

export function Buttons({ children }: { children: ReactNode }) {
  return <div className="buttons">{children}</div>
}

/** The key that does the same. Shown to sighted users; pair it with aria-keyshortcuts on the button. */
export function Kbd({ children }: { children: ReactNode }) {
  return <span className="kbd" aria-hidden="true">{children}</span>
}
