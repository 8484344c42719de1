import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Bones, Button, Counts, Desk, EmptyState, ErrorState, Grid, Pane, Section, Select, Tag, useFormat } from '#ui/index.ts'
import type { DeskEntry, DeskOffer, DeskPage } from '../../contract.ts'
import { useNames } from '../names.ts'
import { halvesOf } from '../words.ts'
import { CallSheet } from './call-sheet.tsx'
import { EnterSheet } from './enter-sheet.tsx'
import { EntrySheet } from './entry-sheet.tsx'

/** The hospital's waitlist: whom to call now, what is offered, who waits for whom, and how much of what is freed is filled. */
export function Component() {
  const { t } = useTranslation('waitlist')
  const client = useQueryClient()
  const [call, setCall] = useState<DeskOffer>()
  const [entry, setEntry] = useState<DeskEntry>()
  const [entering, setEntering] = useState(false)
  const [clinic, setClinic] = useState('')
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const staff = session.data?.staff
  const read = useQuery({ queryKey: ['waitlist', 'desk'], queryFn: () => api.get<DeskPage>('/api/waitlist/desk'), refetchInterval: 30_000 })
  useLive(staff ? [`waitlist:${staff.institutionId}`] : [], () => void client.invalidateQueries({ queryKey: ['waitlist'] }))
  const shown = (serviceId: number) => clinic === '' || String(serviceId) === clinic
  return (
    <Desk title={t('desk.title')} panes="1fr 1fr" context={read.data && <Clinics page={read.data} value={clinic} onChange={setClinic} />} actions={<Button icon="plus" kind="primary" onPress={() => setEntering(true)}>{t('desk.enter')}</Button>}>
      <Pane label={t('desk.calls')} head={read.data && <Figures page={read.data} />}>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <Offers offers={read.data.offers.filter((one) => shown(one.serviceId))} onCall={setCall} />}
      </Pane>
      <Pane label={t('desk.waiting')}>
        {read.data && <Section title={t('desk.waiting')} aside={<span className="small muted">{t('desk.people', { count: read.data.entries.length })}</span>}><Entries entries={read.data.entries.filter((one) => shown(one.serviceId))} onChoose={setEntry} /></Section>}
        {read.data && read.data.clinics.length > 0 && <Refill page={read.data} />}
      </Pane>
      {call && <CallSheet offer={call} onClose={() => setCall(undefined)} />}
      {entry && <EntrySheet entry={entry} may={staff?.roles ?? []} onClose={() => setEntry(undefined)} />}
      {entering && staff && <EnterSheet institutionId={staff.institutionId} onClose={() => setEntering(false)} />}
    </Desk>
  )
}

function Clinics({ page, value, onChange }: { page: DeskPage; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('waitlist')
  const { pick } = useNames()
  const options = page.clinics.map((one) => ({ value: String(one.serviceId), label: t('desk.clinic-option', { name: pick(one.name, one.nameEn), waiting: one.waiting, refilled: one.refilled, freed: one.freed }) }))
  return <Select label={<span className="sr">{t('desk.clinic')}</span>} empty={t('desk.all-clinics')} value={value} onChange={onChange} options={options} />
}

function Figures({ page: { figures } }: { page: DeskPage }) {
  const { t } = useTranslation('waitlist')
  return (
    <Counts counts={[
      { label: t('desk.freed'), value: figures.freed },
      { label: t('desk.refilled'), value: figures.refillPercent === null ? figures.refilled : `${figures.refilled} (${figures.refillPercent}%)` },
      { label: t('desk.accepted'), value: `${figures.offersAccepted}/${figures.offersMade}` },
      { label: t('desk.gained'), value: figures.medianDaysGained === null ? '–' : t('desk.days', { count: figures.medianDaysGained }) },
    ]} />
  )
}

/** Clinic by clinic: who waits, what was given back in four weeks, what somebody who waited has now. */
function Refill({ page }: { page: DeskPage }) {
  const { t } = useTranslation('waitlist')
  const { pick } = useNames()
  return (
    <Section title={t('desk.refill')}>
      <Grid
        caption={t('desk.refill')} rows={page.clinics.slice(0, 20)} rowKey={(one) => one.serviceId}
        columns={[
          { key: 'clinic', title: t('desk.clinic'), rowHeader: true, cell: (one) => pick(one.name, one.nameEn) },
          { key: 'waiting', title: t('desk.waiting-short'), numeric: true, cell: (one) => one.waiting },
          { key: 'freed', title: t('desk.freed-short'), numeric: true, cell: (one) => one.freed },
          { key: 'refilled', title: t('desk.refilled'), numeric: true, cell: (one) => one.refilled },
        ]}
      />
    </Section>
  )
}

function Offers({ offers, onCall }: { offers: DeskOffer[]; onCall: (offer: DeskOffer) => void }) {
  const { t } = useTranslation('waitlist')
  const calls = offers.filter((one) => one.contact === 'call')
  const others = offers.filter((one) => one.contact !== 'call')
  return (
    <>
      <Section title={t('desk.calls')} aside={<span className="small muted">{t('desk.calls-note')}</span>}>
        {calls.length === 0 ? <EmptyState title={t('desk.no-calls')}>{t('desk.no-calls-note')}</EmptyState> : <OfferGrid caption={t('desk.calls')} offers={calls} onCall={onCall} />}
      </Section>
      <Section title={t('desk.running')}>
        {others.length === 0 ? <p className="muted">{t('desk.none-running')}</p> : <OfferGrid caption={t('desk.running')} offers={others} onCall={onCall} />}
      </Section>
    </>
  )
}

function OfferGrid({ caption, offers, onCall }: { caption: string; offers: DeskOffer[]; onCall: (offer: DeskOffer) => void }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const { pick } = useNames()
  return (
    <Grid
      caption={caption} rows={offers} rowKey={(one) => one.id}
      columns={[
        { key: 'who', title: t('desk.person'), rowHeader: true, cell: (one) => <>{one.person?.name ?? t('desk.unknown')} <span className="small muted">{one.person?.phoneMasked}</span></> },
        { key: 'what', title: t('desk.time'), cell: (one) => <>{format.dayTime(one.startsAt)}<span className="small muted" style={{ display: 'block' }}>{pick(one.serviceName, one.serviceNameEn)}</span></> },
        { key: 'by', title: t('desk.answer-by'), cell: (one) => <>{format.dayTime(one.answerBy)}{one.mode === 'group' && <> <Tag tone="warning">{t('offer.mode-group')}</Tag></>}</> },
        { key: 'act', title: <span className="sr">{t('desk.call')}</span>, cell: (one) => <Button small kind={one.contact === 'call' ? 'primary' : 'quiet'} icon="phone" onPress={() => onCall(one)}>{t('desk.call')}</Button> },
      ]}
    />
  )
}

function Entries({ entries, onChoose }: { entries: DeskEntry[]; onChoose: (entry: DeskEntry) => void }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const { pick } = useNames()
  if (entries.length === 0) return <EmptyState title={t('desk.nobody-waits')}>{t('desk.nobody-waits-note')}</EmptyState>
  return (
    <Grid
      caption={t('desk.waiting')} rows={entries} rowKey={(one) => one.id}
      columns={[
        { key: 'clinic', title: t('desk.clinic'), cell: (one) => pick(one.serviceName, one.serviceNameEn) },
        { key: 'who', title: t('desk.person'), rowHeader: true, cell: (one) => <>{one.person?.name ?? t('desk.unknown')} {one.priority < 3 && <Tag tone="warning">{t(`priority.${one.priority}`)}</Tag>} {one.contact === 'call' && <Tag icon="phone">{t('desk.by-phone')}</Tag>}</> },
        { key: 'since', title: t('desk.since'), cell: (one) => format.day(one.createdAt) },
        { key: 'when', title: t('mine.when'), cell: (one) => <>{format.date(one.toDay)}<span className="small muted" style={{ display: 'block' }}>{halvesOf(t, one.halves)} · {t('notice', { count: one.noticeHours })}</span></> },
        { key: 'offers', title: t('desk.offers'), numeric: true, cell: (one) => one.offers },
        { key: 'act', title: <span className="sr">{t('desk.change')}</span>, cell: (one) => <Button small kind="quiet" onPress={() => onChoose(one)}>{t('desk.change')}</Button> },
      ]}
    />
  )
}
