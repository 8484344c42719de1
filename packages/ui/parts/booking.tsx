import type { ReactNode } from 'react'
import { Anchor } from './chrome.tsx'
import { Avatar } from './list.tsx'
import type { AvatarTone } from './list.tsx'
import { Sep, Tag } from './tag.tsx'

/** One doctor in a list: who, where, what for, when next, how much before and after insurance. */
export function DoctorRow(props: {
  href: string; name: string; rank?: ReactNode; speciality?: ReactNode; hospital: ReactNode; distance?: ReactNode; skill?: ReactNode
  price?: ReactNode; more?: ReactNode; next: { text: ReactNode; state: 'free' | 'waitlist' | 'stopped' }; hint?: ReactNode; tone?: AvatarTone | undefined
}) {
  const tones = { free: 'success', waitlist: 'warning', stopped: 'neutral' } as const
  return (
    <li>
      <Anchor className="doc" href={props.href}>
        <Avatar name={props.name.slice(0, 1)} tone={props.tone} />
        <div className="grow">
          <div className="doc__line"><span><span className="doc__name">{props.name}</span> <span className="small muted">{props.rank}{props.rank && props.speciality && <Sep />}{props.speciality}</span></span>{props.price !== undefined && <strong>{props.price}</strong>}</div>
          <p className="small muted">{props.hospital}{props.distance !== undefined && <><Sep />{props.distance}</>}</p>
          {props.skill !== undefined && <p className="small clamp">{props.skill}</p>}
          <div className="doc__line doc__next"><Tag tone={tones[props.next.state]}>{props.next.text}</Tag>{props.hint !== undefined && <span className="caption muted">{props.hint}</span>}</div>
          {props.more !== undefined && <p className="small muted">{props.more}</p>}
        </div>
      </Anchor>
    </li>
  )
}

/** One day of a doctor: weekday, date, what is left. */
export function Day(props: { weekday: ReactNode; date: ReactNode; left: ReactNode; state: 'free' | 'full' | 'stopped'; pressed: boolean; onPress: () => void }) {
  return (
    <button type="button" className="day" data-s={props.state} aria-pressed={props.pressed} onClick={props.onPress}>
      <span>{props.weekday}</span><b>{props.date}</b><span>{props.left}</span>
    </button>
  )
}

export function Days({ label, children }: { label: string; children: ReactNode }) {
  return <div className="days" role="group" aria-label={label}>{children}</div>
}

/** A period of 10 to 15 minutes: its time, and what is left of which pool. */
export function Slot(props: { time: ReactNode; left: ReactNode; state?: 'free' | 'pool' | 'full' | 'past' | undefined; chosen?: boolean | undefined; onPress?: (() => void) | undefined }) {
  return (
    <li>
      <button type="button" className="slot" data-s={props.state ?? 'free'} aria-pressed={props.chosen ?? false} disabled={props.state === 'past'} onClick={props.onPress}>
        <b>{props.time}</b><span>{props.left}</span>
      </button>
    </li>
  )
}

export function Slots({ label, children }: { label: string; children: ReactNode }) {
  return <ul className="slots" aria-label={label}>{children}</ul>
}
