import { useTranslation } from 'react-i18next'
import { formatTime } from './format.ts'

/**
 * The expected time as a range with clock times, never a point.
 * Fewer than five samples behind it: pass `earliest` undefined and it says that it cannot tell yet.
 */
export function WaitRange(props: { now: number; earliest?: number | undefined; latest?: number | undefined; stale?: boolean | undefined }) {
  const { t } = useTranslation('ui')
  if (props.earliest === undefined || props.latest === undefined) return <p className="small muted">{t('wait.unknown')}</p>
  const span = Math.max((props.latest - props.now) * 1.25, 60_000)
  const percent = (instant: number) => Math.min(100, Math.max(0, ((instant - props.now) / span) * 100))
  const [left, right] = [percent(props.earliest), percent(props.latest)]
  const [now, from, to] = [formatTime(props.now), formatTime(props.earliest), formatTime(props.latest)]
  return (
    <div>
      <div className={props.stale ? 'wait wait--stale' : 'wait'} role="img" aria-label={t('wait.label', { now, from, to })}><span style={{ left: `${left}%`, width: `${Math.max(2, right - left)}%` }} /></div>
      <div className="wait__axis" aria-hidden="true"><span>{t('wait.now', { now })}</span><span>{from === to ? t('wait.about', { to }) : t('wait.between', { from, to })}</span></div>
    </div>
  )
}
