import { useTranslation } from 'react-i18next'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { Closure, Guide, NoWay, Way } from '../../contract.ts'
import { useName } from '../map/names.ts'

/** What is closed, why and until when. Around it the way is a detour. */
export function Closures({ guide, ids, isDetour = false }: { guide: Guide; ids: readonly string[]; isDetour?: boolean }) {
  const { t } = useTranslation('guidance')
  const say = useClosureWords(guide)
  const shown = guide.closures.filter((closure) => ids.includes(closure.elementId))
  if (shown.length === 0) return null
  return <Alert tone="warning" title={isDetour ? t('closed.detour') : t('closed.title')}>{shown.map((closure) => <span key={closure.id} className="guide-closure">{say(closure)}</span>)}</Alert>
}

/** What closes later today on the way that is shown: known before one stands before it. */
export function ClosingSoon({ guide, closures }: { guide: Guide; closures: readonly Closure[] }) {
  const { t } = useTranslation('guidance')
  const format = useFormat()
  const say = useClosureWords(guide, (what, why, { fromAt }) => t('closed.from', { what, why, time: format.time(fromAt) }))
  if (closures.length === 0) return null
  return <Alert tone="info" title={t('closed.soon')}>{closures.map((closure) => <span key={closure.id} className="guide-closure">{say(closure)}</span>)}</Alert>
}

function useClosureWords(guide: Guide, sayLater?: (what: string, why: string, closure: Closure) => string): (closure: Closure) => string {
  const { t, i18n } = useTranslation('guidance')
  const format = useFormat()
  const name = useName()
  return (closure) => {
    const { elementId, reason, reasonEn, untilAt } = closure
    const { units, connectors, openings } = guide.plan
    const unit = [...units, ...connectors].find(({ id }) => id === elementId)
    const door = openings.find(({ id }) => id === elementId)
    const what = unit ? name(unit) : door ? t('closed.door') : ''
    const why = (i18n.language === 'en' && reasonEn) || reason
    if (sayLater) return sayLater(what, why, closure)
    return untilAt ? t('closed.until', { what, why, time: `${format.day(untilAt)} ${format.time(untilAt)}` }) : t('closed.for-now', { what, why })
  }
}

/** No way, plainly: why, and what to do instead. */
export function NoWayCard({ guide, none, way, onWay, onAsk }: { guide: Guide; none: NoWay; way: Way; onWay: (way: Way) => void; onAsk: () => void }) {
  const { t } = useTranslation('guidance')
  const say = useClosureWords(guide)
  const closed = guide.closures.filter(({ elementId }) => none.closures.includes(elementId))
  return (
    <Alert
      tone="warning" title={t(`none.${none.because}`)}
      action={<>{none.because === 'way' && way !== 'any' && <Button kind="soft" onPress={() => onWay('any')}>{t('none.any')}</Button>}<Button kind="soft" icon="qr" onPress={onAsk}>{t('none.elsewhere')}</Button></>}
    >
      {closed.map((closure) => <span key={closure.id} className="guide-closure">{say(closure)}</span>)}
      {t('none.ask')}
    </Alert>
  )
}
