import { useEffect, useEffectEvent } from 'react'
import type { CSSProperties, MouseEventHandler, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMinute } from './board.tsx'
import { Anchor, useChrome } from './chrome.tsx'
import { formatDate, formatTime } from './format.ts'
import { Icon, Mark } from './icon.tsx'
import type { IconName } from './icon.tsx'
import { usePageTitle } from './page.tsx'

/** In a long rail the door one came through stays where it can be seen. */
const inSight = (door: HTMLLIElement | null) => door?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

/** Workbench page: rail, bar, panes side by side. `panes` is the grid, for example "272px 1fr 352px"; children are Pane. */
export function Desk(props: { title: string; context?: ReactNode; actions?: ReactNode; panes?: string | undefined; children: ReactNode }) {
  const { t } = useTranslation('ui')
  const chrome = useChrome()
  const heading = usePageTitle(props.title)
  const columns = props.panes?.replace(/\b1fr\b/g, 'minmax(0, 1fr)') ?? 'minmax(0, 1fr)'
  return (
    <div className="desk">
      <a className="skip" href="#main">{t('skip')}</a>
      <nav className="rail" aria-label={t('workbench')}>
        <Mark size={28} />
        {chrome.rail.map((group) => (
          <ul key={group.label} aria-label={group.label}>
            {group.doors.map((door) => <li key={door.href} ref={door.current ? inSight : undefined}><Anchor href={door.href} aria-current={door.current ? 'page' : undefined}><Icon name={door.icon} /><span>{door.label}</span></Anchor></li>)}
          </ul>
        ))}
      </nav>
      <Letterhead title={props.title} />
      <header className="bar">
        <h1 ref={heading} tabIndex={-1}>{props.title}</h1>
        {props.context !== undefined && <span className="muted small">{props.context}</span>}
        <span className="grow" />{props.actions}{chrome.who}
      </header>
      <main className="panes" id="main" tabIndex={-1} style={{ '--panes': columns } as CSSProperties}>{props.children}</main>
    </div>
  )
}

/** On paper only: whose page this is, which, and when it was printed. */
function Letterhead({ title }: { title: string }) {
  const { t, i18n } = useTranslation('ui')
  const { letterhead } = useChrome()
  const now = useMinute()
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  return <p className="letterhead" aria-hidden="true"><b>{title}</b><span>{letterhead}</span><span>{t('printed', { when: `${formatDate(now, language)} ${formatTime(now)}` })}</span></p>
}

// Someone without a mouse must be able to reach a scrolling pane even when nothing in it can be pressed.
const scrollable = { tabIndex: 0, role: 'group' } as const

/** One column of a desk: a head that stays, a body that scrolls, a foot for the acts that end something. */
export function Pane(props: { label: string; head?: ReactNode; foot?: ReactNode; paper?: boolean | undefined; flush?: boolean | undefined; children: ReactNode }) {
  return (
    <section className={props.paper ? 'pane pane--paper' : 'pane'} aria-label={props.label}>
      {props.head !== undefined && <div className="pane__head">{props.head}</div>}
      <div className={props.flush ? 'pane__body pane__body--flush' : 'pane__body'} {...scrollable} aria-label={props.label}>{props.children}</div>
      {props.foot !== undefined && <div className="pane__foot">{props.foot}</div>}
    </section>
  )
}

export type Column<Row> = { key: string; title: ReactNode; cell: (row: Row) => ReactNode; numeric?: boolean | undefined; rowHeader?: boolean | undefined }

/** A real table: caption for screen readers, one row header, numbers at the end. */
export function Grid<Row>(props: { caption: string; columns: Column<Row>[]; rows: Row[]; rowKey: (row: Row) => string | number; rowState?: ((row: Row) => 'calling' | 'late' | 'selected' | undefined) | undefined; empty?: ReactNode }) {
  const side = (column: Column<Row>) => (column.numeric ? 'n' : undefined)
  // On a phone each part of a row stands under its own name; acts and what has no name stand for themselves.
  const named = ({ title }: Column<Row>) => (typeof title === 'string' && title !== '' ? title : undefined)
  return (
    <div className="grid__wrap">
      <table className="grid grid--rows">
        <caption className="sr">{props.caption}</caption>
        <thead><tr>{props.columns.map((column) => <th key={column.key} scope="col" className={side(column)}>{column.title}</th>)}</tr></thead>
        <tbody>
          {props.rows.map((row) => {
            const state = props.rowState?.(row)
            return (
              <tr key={props.rowKey(row)} data-s={state} aria-selected={state === 'selected' || undefined}>
                {props.columns.map((column) => column.rowHeader
                  ? <th key={column.key} scope="row" className={side(column)}>{column.cell(row)}</th>
                  : <td key={column.key} className={side(column)} data-name={named(column)}>{column.cell(row)}</td>)}
              </tr>
            )
          })}
          {props.rows.length === 0 && props.empty !== undefined && <tr><td colSpan={props.columns.length} className="muted">{props.empty}</td></tr>}
        </tbody>
      </table>
    </div>
  )
}

/** A place in a queue: number, person, why here, wait. */
export function QueueRow(props: { number: ReactNode; name: ReactNode; about?: ReactNode; note?: ReactNode; end?: ReactNode; state?: 'calling' | 'returned' | 'priority' | 'late' | 'away' | undefined; selected?: boolean | undefined; onPress?: MouseEventHandler<HTMLElement> | undefined; href?: string | undefined }) {
  const inner = <><span className="qrow__no">{props.number}</span><span className="grow"><b>{props.name}</b> <span className="muted">{props.about}</span>{props.note !== undefined && <><br /><span className="caption muted">{props.note}</span></>}</span><span className="end caption">{props.end}</span></>
  const marks = { className: 'qrow', 'data-s': props.state, 'aria-current': props.selected ? ('true' as const) : undefined }
  if (props.href !== undefined) return <li><Anchor href={props.href} onClick={props.onPress} {...marks}>{inner}</Anchor></li>
  if (props.onPress) return <li><button type="button" onClick={props.onPress} {...marks}>{inner}</button></li>
  return <li><div {...marks}>{inner}</div></li>
}

/** An order on the desk: what, how, price, and what may be done with it. */
export function OrderRow(props: { icon: IconName; title: ReactNode; note?: ReactNode; end?: ReactNode; actions?: ReactNode }) {
  return <li className="orow"><Icon name={props.icon} /><div className="grow"><b>{props.title}</b>{props.note !== undefined && <p className="caption muted">{props.note}</p>}</div><div className="end">{props.end}</div>{props.actions}</li>
}

/** Three or four figures in a row. */
export function Counts({ counts }: { counts: { label: ReactNode; value: ReactNode }[] }) {
  return <dl className="counts">{counts.map((count, at) => <div key={at}><dd>{count.value}</dd><dt>{count.label}</dt></div>)}</dl>
}

/** A key that does what its button does. Not while a dialog is open, and letters not while someone types. */
export function useHotkey(key: string, act: () => void, enabled = true) {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.repeat || document.querySelector('dialog[open]')) return
    if (key.length === 1 && event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]')) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    if (!enabled) return undefined
    const listen = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [enabled])
}
