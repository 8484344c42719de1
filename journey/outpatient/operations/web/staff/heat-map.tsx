import { useTranslation } from 'react-i18next'
import type { HeatRow } from '../../contract.ts'
import { useNames } from './operations-data.ts'
import type { Asked } from './asked.ts'

const STEPS = [5, 12, 20, 30, 45]

const heatOf = (wait: number | null) => (wait === null ? 0 : STEPS.filter((step) => wait >= step).length)

/** Each department and hour: what nine of ten waited at most, or will; a line divides fact from forecast. A real table. */
export function HeatMap({ rows, hour, onAsk }: { rows: readonly HeatRow[]; hour: number | undefined; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('operations')
  const names = useNames()
  if (rows.length === 0) return <p className="muted">{t('heat.none')}</p>
  return (
    <div className="op-heat" role="group" aria-label={t('heat.title')}>
      <table>
        <caption className="sr">{t('heat.title')}</caption>
        <thead><tr><th scope="col"><span className="sr">{t('department')}</span></th>{rows[0]?.cells.map((cell) => <th key={cell.hour} scope="col" data-now={cell.hour === hour || undefined}>{cell.hour === hour ? t('heat.now') : cell.hour}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.departmentId}>
              <th scope="row">{names.of(row)}</th>
              {row.cells.map((cell) => {
                const told = cell.wait === null ? '·' : cell.wait
                const nobody = cell.came === 0 || (cell.came === null && (cell.expected ?? 0) < 0.5)
                return (
                  <td key={cell.hour} data-h={nobody ? 0 : heatOf(cell.wait)} data-f={cell.fact ? undefined : true} data-edge={cell.hour === hour || undefined}>
                    {cell.fact && cell.came
                      ? <button type="button" aria-label={t('heat.cell', { name: names.of(row), hour: cell.hour, count: cell.came, wait: cell.wait })} onClick={() => onAsk({ figure: 'arrivals', departmentId: row.departmentId, hour: cell.hour, title: `${names.of(row)} ${cell.hour}:00` })}>{told}</button>
                      : <span>{nobody ? '' : told}</span>}
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
