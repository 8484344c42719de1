import { useEffect, useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatTime } from './format.ts'
import type { Language } from './format.ts'
import { Icon, Mark } from './icon.tsx'

/** The time now, correct to the minute, re-rendered when the minute turns. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), 60_000 - (now % 60_000) + 20)
    return () => clearTimeout(timer)
  }, [now])
  return now
}

/** Waiting hall, 1920 by 1080: bar, up to four rooms, one calm sentence. `now` is the server's time where the page knows it. */
export function Board(props: { title: string; zone?: ReactNode; foot: ReactNode; voice?: ReactNode; calling: boolean; rooms: number; now?: number; language?: Language; isPreview?: boolean; children: ReactNode }) {
  const { i18n } = useTranslation('ui')
  const own = useMinute()
  const now = props.now ?? own
  const language = props.language ?? (i18n.language === 'en' ? 'en' : 'zh-CN')
  const shape = props.calling ? `rooms rooms--${Math.min(4, Math.max(1, props.rooms))}` : 'rooms rooms--even'
  useEffect(() => { if (!props.isPreview) document.title = props.title }, [props.title, props.isPreview])
  return (
    <div className="board">
      <header className="board__top">
        <Mark size={72} />
        <h1>{props.title}{props.zone !== undefined && <span className="board__zone">{props.zone}</span>}</h1>
        <p className="board__date">{formatDate(now, language)}</p><time dateTime={new Date(now).toISOString()}>{formatTime(now)}</time>
      </header>
      <main className={shape}>{props.children}</main>
      <footer className="board__foot"><Icon name="hand" /><p className="grow">{props.foot}</p>{props.voice !== undefined && <><Icon name="sound" /><p>{props.voice}</p></>}</footer>
    </div>
  )
}

export type RoomState = 'calling' | 'consulting' | 'waiting' | 'late' | 'closed'

/** One room. Only a calling room is bright. Late and closed rooms say why, and what to do. */
export function RoomBand(props: {
  room: ReactNode; doctor: ReactNode; state: RoomState; number?: ReactNode; name?: ReactNode; says?: ReactNode
  next?: { label: ReactNode; lines: ReactNode[]; note?: ReactNode } | undefined; message?: ReactNode; detail?: ReactNode
}) {
  const id = useId()
  const quiet = props.state === 'late' || props.state === 'closed'
  return (
    <section className={`room room--${props.state}`} aria-live={props.state === 'calling' ? 'assertive' : undefined} aria-labelledby={id}>
      <div><h2 id={id}>{props.room}</h2><p className="room__dr">{props.doctor}</p></div>
      {quiet
        ? <p className="room__msg"><b>{props.message}</b>{props.detail !== undefined && <span>{props.detail}</span>}</p>
        : <div className="room__who"><p className="room__no">{props.number ?? '—'}</p><div><p className="room__name">{props.name}</p><p className="room__state">{props.says}</p></div></div>}
      {!quiet && props.next && <dl className="room__next"><dt>{props.next.label}</dt>{props.next.lines.map((line, at) => <dd key={at}>{line}</dd>)}{props.next.note !== undefined && <dt>{props.next.note}</dt>}</dl>}
    </section>
  )
}
