import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem, useLive } from '#client/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, EmptyState, ErrorState, Explain, Page, Pairs, Section, Tag, useFormat } from '#ui/index.ts'
import type { MyEntry, MyWaitlist } from '../../contract.ts'
import { offerPath } from './offer-path.ts'
import { useNames } from '../names.ts'
import { useFamily } from './family.ts'
import { OddsLine } from './odds-line.tsx'
import { daysOf, halvesOf } from '../words.ts'

/** What one and one's family wait for: the place in the order and why, the odds, and what is offered now. */
export function Component() {
  const { t } = useTranslation('waitlist')
  const client = useQueryClient()
  const { members } = useFamily()
  const read = useQuery({ queryKey: ['waitlist', 'entries'], queryFn: () => api.get<MyWaitlist>('/api/waitlist/entries') })
  useLive(members.map((one) => `person:${one.personId}`), () => void client.invalidateQueries({ queryKey: ['waitlist'] }))
  const waiting = read.data?.entries.filter((one) => one.status === 'waiting') ?? []
  const ended = read.data?.entries.filter((one) => one.status !== 'waiting') ?? []
  const nameOf = (personId: string) => (members.length > 1 ? members.find((one) => one.personId === personId)?.name : undefined)
  return (
    <Page title={t('mine.title')} back="/">
      {read.isPending && <Bones cards={[4, 4]} />}
      {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && waiting.length === 0 && (
        <EmptyState title={t('mine.none')} actions={<Button kind="primary" icon="steth" href="/doctors">{t('mine.find')}</Button>}>{t('mine.none-note')}</EmptyState>
      )}
      {waiting.map((entry) => <Waiting key={entry.id} entry={entry} name={nameOf(entry.personId)} />)}
      {waiting.length > 0 && <Button block icon="qr" href="/waitlist/offer">{t('mine.have-code')}</Button>}
      {ended.length > 0 && <Section title={t('mine.ended')}>{ended.map((entry) => <Ended key={entry.id} entry={entry} name={nameOf(entry.personId)} />)}</Section>}
    </Page>
  )
}

function Waiting({ entry, name }: { entry: MyEntry; name: string | undefined }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const names = useNames()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const withdraw = useMutation({
    mutationFn: () => api.post(`/api/waitlist/entries/${entry.id}/withdraw`, { body: {} }),
    onSuccess: async () => { setAsking(false); await client.invalidateQueries({ queryKey: ['waitlist'] }) },
  })
  const { standing, place } = entry
  return (
    <Card label={names.who(place)}>
      <div className="row"><h2 className="grow" style={{ fontSize: '1.15em' }}>{[name, names.who(place)].filter(Boolean).join(' · ')}</h2><Tag tone={entry.offer ? 'now' : 'brand'}>{entry.offer ? t('mine.offered') : t('mine.waiting')}</Tag></div>
      <p className="small muted">{names.department(place)} · {names.hospital(place)}{entry.clinics > 1 && ` · ${t('mine.clinics', { count: entry.clinics - 1 })}`}</p>
      {entry.offer && <Alert tone="now" title={format.dayTime(entry.offer.startsAt)} action={<Button small kind="primary" href={offerPath(entry.offer)}>{t('mine.answer')}</Button>}>{t('mine.answer-by', { when: format.dayTime(entry.offer.answerBy) })}</Alert>}
      {standing && <p>{standing.ahead === 0 ? t('mine.first', { count: standing.equal }) : t('mine.ahead', { count: standing.ahead })}</p>}
      <OddsLine odds={entry.odds} until={entry.toDay} />
      <Pairs pairs={[
        { label: t('mine.when'), value: [daysOf(format, entry), halvesOf(t, entry.halves)].join(' · ') },
        { label: t('mine.notice'), value: t('notice', { count: entry.noticeHours }) },
        ...(entry.auto ? [{ label: t('mine.auto'), value: t('mine.auto-value', { day: format.day(entry.auto.untilDay), halves: halvesOf(t, entry.auto.halves) }) }] : []),
        ...(entry.insteadOf ? [{ label: t('mine.instead'), value: t('mine.instead-value') }] : []),
      ]} />
      {standing && (
        <Explain
          question={t('why.question')}
          lines={[
            { label: t('why.priority'), value: t(`priority.${entry.priority}`) },
            { label: t('why.days'), value: t('why.since', { day: format.day(entry.createdAt) }) },
            { label: t('why.notice'), value: t('notice', { count: entry.noticeHours }) },
            { label: t('why.equal'), value: t('why.equal-value', { count: standing.equal }) },
            { label: t('why.waiting'), value: String(standing.waiting + 1), strong: true },
          ]}
        />
      )}
      <div className="buttons"><Button small kind="danger-line" onPress={() => setAsking(true)}>{t('mine.withdraw')}</Button></div>
      {asking && (
        <ConfirmDialog
          title={t('withdraw.title')} confirm={t('mine.withdraw')} keep={t('withdraw.keep')} busy={withdraw.isPending} onConfirm={() => withdraw.mutate()} onKeep={() => setAsking(false)}
          error={isProblem(withdraw.error) ? <Alert tone="danger" title={withdraw.error.title} /> : undefined}
        >
          <p>{t('withdraw.body')}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}

function Ended({ entry, name }: { entry: MyEntry; name: string | undefined }) {
  const { t } = useTranslation('waitlist')
  const names = useNames()
  const { booked } = entry
  return (
    <Card>
      <div className="row"><span className="grow">{[name, names.who(entry.place)].filter(Boolean).join(' · ')}</span><Tag tone={entry.status === 'booked' ? 'success' : 'neutral'}>{t(`status.${entry.status}`)}</Tag></div>
      {booked && <Button small href={`/appointments/${booked.institutionId}/${booked.appointmentId}`}>{t('mine.see')}</Button>}
    </Card>
  )
}
