import { useTranslation } from 'react-i18next'
import { WayThere } from '#journey/throughout/guidance/web/patient/index.ts'
import { Alert, Bones, Button, Card, ErrorState, Icon, Tag, useFormat, WaitRange } from '#ui/index.ts'
import type { Tone } from '#ui/index.ts'
import type { ResultNotice, StopCard, StopStatus } from '../../contract.ts'
import { KIND_ICONS, useNames } from '../names.ts'
import { useStops, type StopActs } from './use-stops.ts'
import './stop-cards.css'

const TONES: Readonly<Record<StopStatus, Tone>> = {
  planned: 'neutral', 'needs-payment': 'warning', ready: 'brand', waiting: 'info', serving: 'now', 'awaiting-result': 'info', done: 'success', left: 'neutral',
}

/** Where a visit goes besides the doctor: each stop with its place in line, its range, and the one thing to do there. */
export function StopCards({ institutionId, visitId }: { readonly institutionId: number; readonly visitId: string }) {
  const { t } = useTranslation('counters')
  const acts = useStops(institutionId, visitId)
  const { read } = acts
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <Bones cards={[3, 3]} />
  const problem = acts.join.error ?? acts.back.error ?? acts.window.error
  const { stops } = read.data
  return (
    <div className="stack">
      {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
      {read.data.result && <ResultThere result={read.data.result} />}
      {stops.length === 0 && <p className="muted">{t('stops.none')}</p>}
      {stops.map((stop) => <OneStop key={stop.id} stop={stop} now={Date.parse(read.data.asOf)} acts={acts} />)}
    </div>
  )
}

/** A result is there, and what to do now: one sentence. */
function ResultThere({ result: { next, label, room } }: { result: ResultNotice }) {
  const { t } = useTranslation('counters')
  return <Alert tone="success" title={t('result.title')}>{t(`result.${next}`, { label, room: room || t('result.doctor') })}</Alert>
}

function OneStop({ stop, now, acts }: { stop: StopCard; now: number; acts: StopActs }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const { place } = stop
  const isCalled = place?.status === 'called'
  const needsWay = ['ready', 'waiting', 'serving'].includes(stop.status)
  return (
    <Card label={names.of(stop)}>
      <div className="counters-stop__head">
        <Icon name={KIND_ICONS[stop.kind]} />
        <h2 className="grow">{names.of(stop)}</h2>
        <Tag tone={isCalled ? 'now' : TONES[stop.status]}>{isCalled ? t('stops.called') : t(`status.${stop.status}`)}</Tag>
      </div>
      {stop.items.length > 0 && <p>{names.items(stop)}</p>}
      <p className="muted small">{names.where(stop)}</p>
      {needsWay && <div><WayThere institutionId={stop.institutionId} to={{ building: stop.building, floor: stop.floor, room: stop.room, name: stop.name }} /></div>}
      {stop.needsFasting && stop.status !== 'done' && stop.status !== 'awaiting-result' && <p className="small"><Tag tone="warning" icon="info">{t('stops.fasting')}</Tag></p>}
      {stop.closed && <Closed {...stop.closed} />}
      {place && <InLine stop={stop} now={now} />}
      <After stop={stop} />
      <Act stop={stop} acts={acts} />
    </Card>
  )
}

/** How many before me and about how long; or where I am called to. */
function InLine({ stop, now }: { stop: StopCard; now: number }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const place = stop.place!
  if (place.status === 'called' || place.status === 'serving') {
    return <p className="counters-stop__go"><b>{t(place.status === 'called' ? 'stops.go-to' : 'stops.at', { point: names.of({ name: place.pointName ?? stop.name, nameEn: place.pointNameEn ?? stop.nameEn }), label: place.label })}</b></p>
  }
  if (place.status !== 'waiting') return <p>{t(`stops.${place.status}`)}</p>
  return (
    <>
      <p><b>{place.label}</b> {t('stops.ahead', { count: place.ahead ?? 0 })}</p>
      {place.range && <WaitRange now={now} earliest={Date.parse(place.range.fromAt)} latest={Date.parse(place.range.toAt)} />}
    </>
  )
}

/** Nobody is sent to a closed door: it says why where that is known, and when it opens. */
function Closed({ opensAt, reason }: { opensAt: string | null; reason: string }) {
  const { t } = useTranslation('counters')
  const format = useFormat()
  return <Alert tone="info" {...(reason === '' ? {} : { title: reason })}>{opensAt ? t('stops.opens', { when: `${format.day(opensAt)} ${format.time(opensAt)}` }) : t('stops.closed')}</Alert>
}

function After({ stop }: { stop: StopCard }) {
  const { t } = useTranslation('counters')
  const format = useFormat()
  if (stop.status === 'awaiting-result' && stop.servedAt && stop.resultAfterMinutes !== null) {
    return <p className="small">{t('stops.result-about', { time: format.time(new Date(Date.parse(stop.servedAt) + stop.resultAfterMinutes * 60_000).toISOString()) })}</p>
  }
  if (stop.resultAt) return <p className="small">{t('stops.result-since', { time: format.time(stop.resultAt) })}</p>
  return null
}

function Act({ stop, acts }: { stop: StopCard; acts: StopActs }) {
  const { t } = useTranslation('counters')
  if (stop.status === 'needs-payment') {
    return (
      <div className="buttons">
        <Button kind="primary" icon="wallet" href={`/bills/${stop.institutionId}/${stop.visitId}`}>{t('stops.pay')}</Button>
        <Button kind="quiet" busy={acts.window.isPending} onPress={() => acts.window.mutate()}>{t('stops.window')}</Button>
      </div>
    )
  }
  if (stop.status === 'ready' && stop.closed) return null
  if (stop.status === 'ready') return <Button block kind="primary" icon="users" busy={acts.join.isPending && acts.join.variables === stop.id} onPress={() => acts.join.mutate(stop.id)}>{t('stops.join')}</Button>
  if (stop.mayReturn) return <Button block kind="primary" icon="steth" busy={acts.back.isPending} onPress={() => acts.back.mutate()}>{t('stops.see-doctor')}</Button>
  return null
}
