import type { MouseEventHandler, ReactNode } from 'react'
import { Anchor } from './chrome.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

export type AvatarTone = 'plain' | 'warm' | 'plum' | 'blue'

/** A person's initial. The tone is only to tell neighbours apart. */
export function Avatar({ name, tone = 'plain', size }: { name: string; tone?: AvatarTone | undefined; size?: number | undefined }) {
  const looks = tone === 'plain' ? 'av' : `av av--${tone}`
  return <span className={looks} aria-hidden="true" style={size ? ({ '--av': `${size}px` } as React.CSSProperties) : undefined}>{name}</span>
}

/** Rows on one white card. Children are ListItem. */
export function List({ children, label }: { children: ReactNode; label?: string | undefined }) {
  return <ul className="card card--flush list" aria-label={label}>{children}</ul>
}

export type ListItemProps = {
  title: ReactNode; note?: ReactNode; icon?: IconName | undefined; start?: ReactNode; end?: ReactNode
  href?: string | undefined; onPress?: MouseEventHandler<HTMLElement> | undefined
  selected?: boolean | undefined; done?: boolean | undefined; disabled?: boolean | undefined
}

/** Icon or initial, one line and one small line, a value at the end. A link or a button when it leads somewhere. */
export function ListItem(props: ListItemProps) {
  const inner = (
    <>
      {props.icon && <Icon name={props.icon} />}{props.start}
      <span className="grow"><span style={{ display: 'block' }}>{props.title}</span>{props.note !== undefined && <span className="small muted" style={{ display: 'block' }}>{props.note}</span>}</span>
      {props.end}
      {(props.href !== undefined || props.onPress) && !props.disabled && <Icon name="right" />}
    </>
  )
  const marks = { className: 'item', 'data-s': props.done ? 'done' : undefined, 'aria-current': props.selected ? ('true' as const) : undefined }
  if (props.disabled) return <li><div {...marks} aria-disabled="true">{inner}</div></li>
  if (props.href !== undefined) return <li><Anchor href={props.href} onClick={props.onPress} {...marks}>{inner}</Anchor></li>
  if (props.onPress) return <li><button type="button" onClick={props.onPress} {...marks}>{inner}</button></li>
  return <li><div {...marks}>{inner}</div></li>
}

/** Pairs of a name and a value. */
export function Pairs({ pairs }: { pairs: { label: ReactNode; value: ReactNode }[] }) {
  return <dl className="kv">{pairs.map((pair, at) => <div key={at} style={{ display: 'contents' }}><dt>{pair.label}</dt><dd>{pair.value}</dd></div>)}</dl>
}

/** A square door with an icon; four in a row on a phone, two in elder mode. */
export function Tile({ href, icon, children }: { href: string; icon: IconName; children: ReactNode }) {
  return <Anchor className="tile" href={href}><Icon name={icon} />{children}</Anchor>
}

export function Tiles({ label, children }: { label: string; children: ReactNode }) {
  return <nav className="tiles" aria-label={label}>{children}</nav>
}

/** Elder mode's large door. */
export function BigLink(props: { href?: string | undefined; onPress?: (() => void) | undefined; icon: IconName; plain?: boolean | undefined; end?: ReactNode; children: ReactNode }) {
  const looks = props.plain ? 'big big--plain' : 'big'
  const inner = <><Icon name={props.icon} /><span className="grow">{props.children}</span>{props.end !== undefined && <span className="muted small">{props.end}</span>}</>
  if (props.href === undefined) return <button type="button" className={looks} onClick={props.onPress}>{inner}</button>
  return <Anchor className={looks} href={props.href}>{inner}</Anchor>
}

/** Whose care this is. A lock means: no consent yet. */
export function FamilySwitch(props: {
  label: string; people: { id: string; initial: string; name: string; tone?: AvatarTone | undefined; locked?: boolean | undefined }[]
  selected: string; onSelect: (id: string) => void; add?: { label: string; href?: string | undefined; onPress?: (() => void) | undefined } | undefined
}) {
  return (
    <div className="family" role="group" aria-label={props.label}>
      {props.people.map((person) => (
        <button key={person.id} type="button" aria-pressed={person.id === props.selected} onClick={() => props.onSelect(person.id)}>
          <Avatar name={person.initial} tone={person.tone} />{person.name}{person.locked && <Icon name="lock" />}
        </button>
      ))}
      {props.add && (props.add.href !== undefined
        ? <Anchor className="iconbtn family__add" aria-label={props.add.label} href={props.add.href}><Icon name="plus" size={22} /></Anchor>
        : <button type="button" className="iconbtn family__add" aria-label={props.add.label} onClick={props.add.onPress}><Icon name="plus" size={22} /></button>)}
    </div>
  )
}
