import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, Tag, useFormat } from '#ui/index.ts'
import { halves, type Calendar, type CalendarSession } from '../../contract.ts'
import { usePick } from './schedule-data.ts'
import { type Picking, SessionCard } from './session-card.tsx'

export interface RowOfGrid {
  readonly key: string
  readonly name: string
  readonly note: string
  readonly serviceId: number
  readonly practitionerId: number | null
  readonly sessions: readonly CalendarSession[]
}

type Drop = (session: CalendarSession, day: string, row: RowOfGrid) => void

/** Doctors down, days across, half-days within: what a notice on the wall has always looked like. */
export function WeekGrid({ calendar, rows, today, picking, dragged, onDrop, onAdd }: {
  calendar: Calendar; rows: readonly RowOfGrid[]; today: string; picking: Picking; dragged: CalendarSession | undefined; onDrop: Drop; onAdd: (day: string, row: RowOfGrid) => void
}) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const { days } = calendar
  return (
    <div className="supply-week__wrap">
      <table className="supply-week" data-dragging={dragged !== undefined || undefined}>
        <caption className="sr">{t('grid.caption', { from: format.date(days.at(0)!.day), to: format.date(days.at(-1)!.day) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('grid.doctor')}</th>
            {days.map((one) => (
              <th key={one.day} scope="col" data-today={one.day === today || undefined} data-off={one.weekday === 8 || undefined}>
                <span className="supply-week__day"><b>{Number(one.day.slice(8))}</b> {format.weekday(one.day)}</span>
                <DayNote day={one} until={calendar.until} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row"><b>{row.name}</b><span className="caption muted">{row.note}</span></th>
              {days.map(({ day }) => <Cell key={day} day={day} row={row} today={today} picking={picking} dragged={dragged} onDrop={onDrop} onAdd={onAdd} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Why a day is not like others. */
export function DayNote({ day, until }: { day: Calendar['days'][number]; until: string }) {
  const { t } = useTranslation('supply')
  const pick = usePick()
  const [en, zh] = (day.festival ?? '').split(',')
  if (day.weekday === 8) return <Tag tone="warning">{t('day.holiday', { name: pick(zh ?? '', en ?? '') })}</Tag>
  if (day.makesUp) return <Tag tone="info">{t('day.makes-up', { weekday: t(`weekday.${day.weekday}`) })}</Tag>
  return day.day > until ? <span className="caption muted">{t('day.beyond')}</span> : null
}

function Cell({ day, row, today, picking, dragged, onDrop, onAdd }: {
  day: string; row: RowOfGrid; today: string; picking: Picking; dragged: CalendarSession | undefined; onDrop: Drop; onAdd: (day: string, row: RowOfGrid) => void
}) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const [over, setOver] = useState(false)
  const mine = row.sessions.filter((session) => session.day === day)
  const isHome = dragged !== undefined && dragged.day === day && row.sessions.some((session) => session.id === dragged.id)
  const takes = dragged !== undefined && day >= today && !isHome
  return (
    <td
      data-over={(takes && over) || undefined} data-today={day === today || undefined}
      onDragOver={(event) => { if (takes) { event.preventDefault(); setOver(true) } }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); if (takes && dragged) onDrop(dragged, day, row) }}
    >
      {halves.map((half) => mine.filter((session) => session.half === half).map((session) => <SessionCard key={session.id} session={session} picking={picking} />))}
      {picking.mayChange && mine.length === 0 && day >= today && (
        <IconButton icon="plus" className="supply-week__add" label={t('grid.add-here', { day: format.date(day), half: '', name: row.name })} onPress={() => onAdd(day, row)} />
      )}
    </td>
  )
}

/** The same on a narrow screen: day after day. */
export function Agenda({ calendar, today, picking }: { calendar: Calendar; today: string; picking: Picking }) {
  const format = useFormat()
  const days = calendar.days.filter(({ day }) => calendar.sessions.some((session) => session.day === day))
  return (
    <div className="stack">
      {days.map((one) => (
        <section key={one.day} className="supply-agenda" aria-label={format.date(one.day)}>
          <h2 data-today={one.day === today || undefined}>{format.day(one.day)} <DayNote day={one} until={calendar.until} /></h2>
          <ul>{calendar.sessions.filter((session) => session.day === one.day).map((session) => <li key={session.id}><SessionCard session={session} picking={picking} withDoctor /></li>)}</ul>
        </section>
      ))}
    </div>
  )
}
