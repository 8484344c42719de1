import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'neutral' | 'brand' | 'now'

/** A state: a word, and for anything that matters an icon too, since colour is never alone. */
export function Tag({ tone = 'neutral', icon, children }: { tone?: Tone | undefined; icon?: IconName | undefined; children: ReactNode }) {
  return <span className={tone === 'neutral' ? 'tag' : `tag tag--${tone}`}>{icon && <Icon name={icon} />}{children}</span>
}

/** A choice that can be on or off. */
export function Chip(props: { pressed: boolean; onPress: () => void; icon?: IconName | undefined; children: ReactNode }) {
  return (
    <button type="button" className="chip" aria-pressed={props.pressed} onClick={props.onPress}>
      {props.icon && <Icon name={props.icon} />}{props.children}
    </button>
  )
}

export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return <div className="chips" role="group" aria-label={label}>{children}</div>
}

/** The small raised square between two words on one line. */
export function Sep() {
  return <span className="sep" aria-hidden="true">·</span>
}
