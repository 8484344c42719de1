import type { DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, useFormat } from '#ui/index.ts'
import type { CalendarSession } from '../../contract.ts'
import { usePick } from './schedule-data.ts'

export interface Picking {
  readonly chosen: number | undefined
  readonly marked: ReadonlySet<number>
  readonly onChoose: (session: CalendarSession) => void
  readonly onMark: (session: CalendarSession) => void
  readonly mayChange: boolean
  readonly onDragStart: (session: CalendarSession) => void
  readonly onDragEnd: () => void
}

/** One session: hours, whose places, how full. Pressed it is chosen; its box marks it for changing several together. */
export function SessionCard({ session, picking, withDoctor }: { session: CalendarSession; picking: Picking; withDoctor?: boolean | undefined }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  const name = pick(session.practitionerName ?? session.serviceName, session.practitionerNameEn ?? session.serviceNameEn)
  const isSuspended = session.status === 'suspended'
  const start = (event: DragEvent) => {
    event.dataTransfer.setData('text/plain', String(session.id))
    event.dataTransfer.effectAllowed = 'move'
    picking.onDragStart(session)
  }
  return (
    <div className="supply-session" data-s={isSuspended ? 'suspended' : session.units > 0 && session.taken >= session.units ? 'full' : undefined} data-chosen={picking.chosen === session.id || undefined}>
      <button
        type="button" className="supply-session__main" aria-pressed={picking.chosen === session.id} draggable={picking.mayChange && !isSuspended} onDragStart={start} onDragEnd={picking.onDragEnd}
        onClick={() => picking.onChoose(session)}
      >
        <span className="sr">{format.date(session.day)} {withDoctor ? '' : `${name} `}{pick(session.serviceName, session.serviceNameEn)} </span>
        <span className="supply-session__when"><b>{session.from}</b>–{session.to}</span>
        {withDoctor && <span className="supply-session__who">{name}</span>}
        <span className="supply-session__what">{withDoctor ? `${t(`kind.${session.kind}`)}${session.room && ` · ${session.room}`}` : session.room || t(`kind.${session.kind}`)}</span>
        {isSuspended ? <Tag tone="danger">{t('status.suspended')}</Tag> : <><Fill session={session} /><span className="supply-session__fill">{t('grid.fill', { taken: session.taken, units: session.units })}</span></>}
      </button>
      {picking.mayChange && !isSuspended && (
        <label className="supply-session__mark">
          <input type="checkbox" checked={picking.marked.has(session.id)} onChange={() => picking.onMark(session)} />
          <span className="sr">{t('grid.select')}</span>
        </label>
      )}
    </div>
  )
}

/** Taken places by pool, then what is still free. */
export function Fill({ session }: { session: CalendarSession }) {
  if (session.units === 0) return null
  return (
    <span className="supply-fill" aria-hidden="true">
      {session.pools.filter((pool) => pool.taken > 0).map((pool) => <i key={pool.code} data-pool={pool.code} style={{ flexGrow: pool.taken }} />)}
      {session.units > session.taken && <i style={{ flexGrow: session.units - session.taken }} />}
    </span>
  )
}
