import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { VisitCredit } from '#journey/throughout/credit/web/patient/index.ts'
import { Alert, Bones, Button, Card, ErrorState, List, ListItem, Page, Path, useChrome, useFormat } from '#ui/index.ts'
import type { Step } from '#ui/index.ts'
import type { VisitDay } from '../../contract.ts'
import { CheckInCard } from './check-in-card.tsx'
import { PlaceCard } from './place-card.tsx'
import { useVisitDay } from './use-visit-day.ts'
import { useNames } from '../names.ts'
import './visit-day.css'

export function Component() {
  const { t } = useTranslation('arrival')
  const { institutionId = '', visitId = '' } = useParams()
  const { read, day, isStale, checkIn } = useVisitDay(institutionId, visitId)
  const { help, elder } = useChrome()
  if (!day) {
    return (
      <Page title={t('day.title')} back="/">
        {read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[4, 5]} />}
      </Page>
    )
  }
  const isOver = day.visitStatus === 'finished'
  const bill = <Button block kind={isOver ? 'primary' : 'outline'} icon="receipt" href={`/bills/${day.institutionId}/${day.visitId}`}>{t(isOver ? 'day.pay' : 'day.bill')}</Button>
  // In elder mode help is pinned already; two bars would leave no page between them.
  return (
    <Page title={t('day.title-of', { name: day.personName })} back="/" action={elder.on ? undefined : bill}>
      {/* Without any network the shell says so itself. */}
      {isStale && navigator.onLine && <Alert tone="warning" icon="refresh" title={t('stale.title')}>{t('stale.body')}</Alert>}
      {day.place === null ? <CheckInCard day={day} checkIn={checkIn} /> : <PlaceCard day={day} place={day.place} isStale={isStale} />}
      <Suspense fallback={null}><VisitCredit institutionId={day.institutionId} visitId={day.visitId} personId={day.personId} /></Suspense>
      <Next day={day} />
      {elder.on && bill}
      <List>
        <ListItem icon="route" title={t('day.whole')} note={t('day.whole-note')} href={`/day?person=${day.personId}`} />
        {day.place && <ListItem icon="flask" title={t('day.stops')} note={t('day.stops-note')} href={`/visits/${day.institutionId}/${day.visitId}/stops`} />}
      </List>
      <List><ListItem icon="hand" title={t('day.help')} note={t('day.help-note')} onPress={help} /></List>
    </Page>
  )
}

/** The line of the day: what is done, where to be now, what comes. */
function Next({ day }: { day: VisitDay }) {
  const { t } = useTranslation('arrival')
  return <Card label={t('next.title')}><h2 className="arrival-heading">{t('next.title')}</h2><Path steps={useSteps(day)} /></Card>
}

function useSteps(day: VisitDay): Step[] {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  const { doneAt } = day.checkIn
  const room = names.room(day.place?.pointName ?? day.room, day.place?.pointNameEn ?? '')
  const where = names.of({ name: [day.building, day.floor, day.zone].filter(Boolean).join(' '), nameEn: day.placeEn })
  const waits = doneAt !== null && (day.visitStatus === 'waiting' || day.visitStatus === null)
  const isInside = day.visitStatus === 'in-consultation'
  const isOver = day.visitStatus === 'finished'
  return [
    { key: 'check-in', state: doneAt ? 'done' : 'now', label: t('next.check-in'), note: doneAt ? undefined : day.institution.address, end: doneAt ? format.time(doneAt) : undefined },
    { key: 'wait', state: waits ? 'now' : doneAt ? 'done' : 'next', label: room ? t('next.wait-at', { where, room }) : t('next.wait', { where }), note: waits ? t('next.wait-note') : undefined },
    {
      key: 'see', state: isInside ? 'now' : isOver ? 'done' : 'next', label: day.practitioner ? t('next.see', { doctor: names.of(day.practitioner) }) : t('next.see-service', { service: names.of(day.service) }),
      end: isOver && day.finishedAt ? format.time(day.finishedAt) : format.timeRange(day.startsAt, day.endsAt),
    },
    { key: 'after', state: isOver ? 'now' : 'next', label: t('next.after'), note: t('next.after-note') },
  ]
}
