import { useTranslation } from 'react-i18next'

const WIDTH = 560
const HEIGHT = 200
const FOOT = 22
const HEAD = 16

/** How likely so many come: bars, with a line where the room ends. The same in a sentence for who cannot see it. */
export function DistributionChart({ distribution, units }: { distribution: readonly number[]; units: number }) {
  const { t } = useTranslation('attendance')
  const { from, bars } = shown(distribution)
  const step = WIDTH / Math.max(bars.length, 1)
  const most = Math.max(...bars, 0.01)
  const x = (count: number) => (count - from) * step
  const mean = distribution.reduce((sum, share, count) => sum + share * count, 0)
  const every = Math.max(1, Math.ceil(bars.length / 12))
  return (
    <figure>
      <svg className="attendance-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('chart.said', { mean: mean.toFixed(1), from, to: from + bars.length - 1, units })}>
        <line x1={0} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {bars.map((share, at) => {
          const height = (share / most) * (HEIGHT - FOOT - HEAD)
          return <rect key={at} x={at * step + step * 0.12} width={step * 0.76} y={HEIGHT - FOOT - height} height={height} rx={2} data-beyond={from + at > units || undefined} />
        })}
        {bars.map((_, at) => at % every === 0 && <text key={at} x={at * step + step / 2} y={HEIGHT - 6} textAnchor="middle">{from + at}</text>)}
        {units >= from && units < from + bars.length && <line className="attendance-chart__room" x1={x(units) + step / 2} x2={x(units) + step / 2} y1={HEAD} y2={HEIGHT - FOOT} />}
        {units >= from && units < from + bars.length && <text x={Math.min(x(units) + step / 2, WIDTH - 40)} y={11} textAnchor="middle">{t('chart.room', { units })}</text>}
      </svg>
      <figcaption className="muted small">{t('chart.caption')}</figcaption>
    </figure>
  )
}

/** Only what can be told from nothing, and the end of the room. */
function shown(distribution: readonly number[]): { from: number; bars: number[] } {
  const counts = distribution.flatMap((share, count) => (share >= 0.002 ? [count] : []))
  const [first, last] = [counts[0] ?? 0, counts.at(-1) ?? 0]
  return { from: first, bars: distribution.slice(first, last + 1) }
}
