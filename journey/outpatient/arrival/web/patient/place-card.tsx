import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Explain, Figure, Sep, SolidCard, useFormat, WaitRange } from '#ui/index.ts'
import type { PlaceInLine, VisitDay } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useWhy } from '../why.ts'

type Props = { day: VisitDay; place: PlaceInLine; isStale: boolean }

/** The number that matters: how many before me, or the room I am called to. */
export function PlaceCard(props: Props) {
  const { status } = props.place
  if (status === 'called') return <CalledCard {...props} />
  if (status === 'waiting') return <WaitingCard {...props} />
  return <QuietCard {...props} />
}

function Who({ day, place }: Pick<Props, 'day' | 'place'>) {
  const names = useNames()
  const room = names.room(place.pointName ?? day.room, place.pointNameEn ?? '')
  return <>{place.label}{room && <><Sep />{room}</>}<Sep />{names.of(day.practitioner ?? day.service)}</>
}

function Age({ place, isStale }: Pick<Props, 'place' | 'isStale'>): ReactNode {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  return <span className={isStale ? 'arrival-age arrival-age--stale' : 'arrival-age'}>{isStale ? t('stale.at', { time: format.time(place.asOf) }) : t('stale.live')}</span>
}

function WaitingCard({ day, place, isStale }: Props) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const why = useWhy()
  const { range } = place
  const emergency = ({ count, longerFrom, longerTo }: NonNullable<PlaceInLine['emergency']>) => (longerFrom === null || longerTo === null || longerTo === 0
    ? t('place.emergency-plain', { count }) : t('place.emergency', { count, range: format.minuteRange(longerFrom, longerTo) }))
  const isLate = place.lateUntil !== null
  return (
    <SolidCard
      live title={<span className="sr">{t('place.title')}</span>}
      context={<Who day={day} place={place} />} tag={<Age place={place} isStale={isStale} />}
      figure={<div><p className="muted">{t('place.ahead')}</p><Figure size="l" value={place.ahead ?? '—'} unit={t('place.people', { count: place.ahead ?? 0 })} /></div>}
      beside={range ? <>{t(range.sure ? 'place.about' : 'place.guess')}<strong className="arrival-range">{format.minuteRange(range.fromMinutes, range.toMinutes)}</strong>{range.sure && <span className="muted small">{t('place.four-in-five')}</span>}</> : t('place.no-range')}
      foot={isLate ? t('place.late', { reason: place.lateReason, time: format.time(place.lateUntil!) }) : t('place.foot')}
    >
      {place.emergency && <p className="arrival-back" role="status">{emergency(place.emergency)}</p>}
      {place.comeBackAt && !isLate && <p className="arrival-back"><strong>{t('place.back', { time: format.time(place.comeBackAt) })}</strong> {t('place.back-note')}</p>}
      {range && <WaitRange now={Date.parse(place.asOf)} earliest={Date.parse(range.fromAt)} latest={Date.parse(range.toAt)} stale={isStale} />}
      <Explain question={t('place.why')} lines={[{ label: why(place.why, place.whyDetail), value: '' }, { label: t('place.missed', { time: format.time(day.late.missedBehind) }), value: '' }]} />
    </SolidCard>
  )
}

function CalledCard({ day, place, isStale }: Props) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  return (
    <SolidCard
      live title={t('called.title')} context={<Who day={day} place={place} />} tag={<Age place={place} isStale={isStale} />}
      figure={<Figure value={names.room(place.pointName ?? day.room, place.pointNameEn ?? '')} />} beside={t('called.times', { count: place.callCount })} foot={t('called.foot')}
    />
  )
}

/** Inside, away, passed, done: one sentence says what it means and what to do. */
function QuietCard({ day, place, isStale }: Props) {
  const { t } = useTranslation('arrival')
  return (
    <SolidCard live title={t(`quiet.${place.status}`)} context={<Who day={day} place={place} />} tag={<Age place={place} isStale={isStale} />} foot={t(`quiet.${place.status}-note`)} />
  )
}
