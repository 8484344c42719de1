import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { Calendar } from '../../contract.ts'
import { usePick } from './schedule-data.ts'
import { DayNote } from './week-grid.tsx'

const HEAT = 5

/** A month at a glance: how many sessions a day has, and how full they are. A day opens its week. */
export function MonthGrid({ calendar, month, today, onDay }: { calendar: Calendar; month: string; today: string; onDay: (day: string) => void }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  const weeks = Array.from({ length: calendar.days.length / 7 }, (_, week) => calendar.days.slice(week * 7, week * 7 + 7))
  return (
    <div className="supply-month__wrap">
      <table className="supply-month">
        <caption className="sr">{t('grid.caption', { from: format.date(calendar.days.at(0)!.day), to: format.date(calendar.days.at(-1)!.day) })}</caption>
        <thead><tr>{weeks.at(0)!.map(({ day }) => <th key={day} scope="col">{format.weekday(day)}</th>)}</tr></thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.at(0)!.day}>
              {week.map((one) => {
                const mine = calendar.sessions.filter((session) => session.day === one.day)
                const units = mine.reduce((all, session) => all + session.units, 0)
                const taken = mine.reduce((all, session) => all + session.taken, 0)
                const names = [...new Set(mine.map((session) => pick(session.practitionerName ?? session.serviceName, session.practitionerNameEn ?? session.serviceNameEn)))]
                const heat = units === 0 ? 0 : Math.min(HEAT, Math.ceil((taken / units) * HEAT))
                return (
                  <td key={one.day} data-today={one.day === today || undefined} data-other={!one.day.startsWith(month) || undefined}>
                    <button type="button" onClick={() => onDay(one.day)}>
                      <span className="sr">{format.date(one.day)} </span>
                      <span className="row row--between"><b aria-hidden="true">{Number(one.day.slice(8))}</b><DayNote day={one} until={calendar.until} /></span>
                      {mine.length > 0 && (
                        <>
                          <span className="supply-month__fill" data-heat={heat}>{t('grid.fill', { taken, units })}</span>
                          <span className="caption muted supply-month__names">{names.slice(0, 3).join('、')}{names.length > 3 && ` +${names.length - 3}`}</span>
                        </>
                      )}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
