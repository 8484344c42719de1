import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Itinerary } from '#journey/outpatient/itinerary/contract.ts'
import { DayStrip } from '#journey/outpatient/itinerary/web/kiosk/index.ts'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, EmptyState, Money, Tag, TextField, useFormat } from '#ui/index.ts'
import type { KioskOverview, KioskPrice } from '../../contract.ts'
import { useNames } from '../names.ts'
import { asked, type AtKiosk } from './session.ts'

/** What somebody asks about themselves: today's way, the coming week, the place in line, what is due. */
export function QueryView({ at, onPay }: { at: AtKiosk; onPay: () => void }) {
  const { t } = useTranslation('kiosk')
  const names = useNames()
  const format = useFormat()
  const read = useQuery({ queryKey: ['kiosk', 'overview', at.session], gcTime: 0, queryFn: () => api.get<KioskOverview>('/api/kiosk/overview', asked(at)) })
  const day = useQuery({ queryKey: ['kiosk', 'day', at.session], gcTime: 0, retry: false, queryFn: () => api.get<Itinerary>('/api/kiosk/day', asked(at)) })
  if (read.isPending) return <Bones cards={[3]} />
  if (read.isError) return <Alert tone="warning" title={read.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>
  const { appointments, dueCents } = read.data
  return (
    <>
      {day.data && day.data.steps.length > 0 && <section className="stack" aria-label={t('query.day')}><h2>{t('query.day')}</h2><Suspense fallback={null}><DayStrip day={day.data} /></Suspense></section>}
      <section className="stack" aria-label={t('query.mine')}>
        <h2>{t('query.mine')}</h2>
        {appointments.length === 0 && <EmptyState title={t('query.none')}>{t('kiosk.nothing-note')}</EmptyState>}
        {appointments.map((one) => (
          <Card key={one.visitId}>
            <p><b>{format.day(one.startsAt)} {format.timeRange(one.startsAt, one.endsAt)}</b> <Tag>{t(`query.status-${one.status}`)}</Tag></p>
            <p>{names.of(one.department)} {one.practitioner && names.of(one.practitioner)} {names.room(one.room)}</p>
            {one.label && <p><b>{one.ahead === null ? t('query.number', { label: one.label }) : t('query.line', { label: one.label, count: one.ahead })}</b>{one.fromMinutes !== null && one.toMinutes !== null && <> {t('query.wait', { range: format.minuteRange(one.fromMinutes, one.toMinutes) })}</>}</p>}
          </Card>
        ))}
      </section>
      <Card>
        <div className="row row--between"><p><b>{t('query.due')}</b><br />{dueCents > 0 ? <Money cents={dueCents} /> : t('query.nothing-due')}</p>{dueCents > 0 && <Button kind="primary" onPress={onPay}>{t('query.pay')}</Button>}</div>
      </Card>
    </>
  )
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** What something costs here: letters suffice, no card is needed. */
export function Prices({ pass }: { pass: string }) {
  const { t } = useTranslation('kiosk')
  const names = useNames()
  const [words, setWords] = useState('')
  const read = useQuery({
    queryKey: ['kiosk', 'prices', words], enabled: words.trim() !== '',
    queryFn: () => api.get<KioskPrice[]>('/api/kiosk/prices', { headers: { 'x-kiosk-pass': pass }, anonymous: true, query: { words } }),
  })
  return (
    <>
      <TextField label={t('prices.label')} value={words} onChange={setWords} autoComplete="off" maxLength={40} />
      <div className="kiosk-letters" role="group" aria-label={t('prices.letters')}>
        {LETTERS.map((letter) => <button key={letter} type="button" onClick={() => setWords(words + letter)}>{letter}</button>)}
        <button type="button" className="kiosk-wide" onClick={() => setWords(words.slice(0, -1))}>{t('kiosk.delete')}</button>
      </div>
      {read.data?.length === 0 && <Alert title={t('prices.none')} />}
      {read.data && read.data.length > 0 && (
        <Card><ul className="kiosk-items">{read.data.slice(0, 8).map((one) => <li key={one.code}><span>{names.of(one)} <span className="muted">{one.unit}</span></span><Money cents={one.cents} /></li>)}</ul></Card>
      )}
    </>
  )
}
