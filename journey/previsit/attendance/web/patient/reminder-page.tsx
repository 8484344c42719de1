import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, EmptyState, ErrorState, Figure, Page, SolidCard, Tag, useChrome, useFormat } from '#ui/index.ts'
import type { Answer, LinkedVisit, ReminderLink } from '../../contract.ts'
import { useNames } from '../names.ts'
import './attendance.css'

/** What the link in a reminder opens: the visit, and one tap for each thing one may want to say about it. */
export function Component() {
  const { t } = useTranslation('attendance')
  const { token = '' } = useParams()
  const read = useQuery({ queryKey: ['attendance', 'link', token], queryFn: () => api.get<ReminderLink>(`/api/attendance/links/${token}`, { anonymous: true }), retry: false })
  useLargeLetters(read.data?.elder === true)
  if (read.data) return <Visits token={token} link={read.data} />
  const isOver = isProblem(read.error) && read.error.code === 'attendance.link-over'
  return (
    <Page title={t('link.title')}>
      {read.isPending && <Bones cards={[4]} />}
      {isOver && <EmptyState title={t('link.over')} actions={<Button kind="primary" href="/appointments">{t('link.mine')}</Button>}>{t('link.over-note')}</EmptyState>}
      {read.isError && !isOver && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
    </Page>
  )
}

/** Large letters for whoever is old enough, once: who turns them off again is not asked twice. */
function useLargeLetters(isElder: boolean): void {
  const { elder } = useChrome()
  const asked = useRef(false)
  useEffect(() => {
    if (!isElder || asked.current) return
    asked.current = true
    if (elder && !elder.on) elder.toggle()
  }, [isElder, elder])
}

function Visits({ token, link }: { token: string; link: ReminderLink }) {
  const { t } = useTranslation('attendance')
  return (
    <Page title={t('link.title')}>
      <p className="attendance-hello">{t(link.visits.length === 1 ? 'link.hello' : 'link.hello-several', { name: link.nameMasked, visits: link.visits.length })}</p>
      {link.visits.map((visit) => <Visit key={visit.appointmentId} token={token} visit={visit} />)}
      <p className="small muted">{t('link.private')}</p>
    </Page>
  )
}

function useAnswer(token: string, appointmentId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (answer: Answer) => api.post<ReminderLink>(`/api/attendance/links/${token}/answers`, { body: { appointmentId, answer }, anonymous: true }),
    onSuccess: (link) => client.setQueryData(['attendance', 'link', token], link),
  })
}

function Visit({ token, visit }: { token: string; visit: LinkedVisit }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const names = useNames()
  const [asking, setAsking] = useState(false)
  const say = useAnswer(token, visit.appointmentId)
  const give = useAnswer(token, visit.appointmentId)
  const { may } = visit
  const isGone = visit.status !== 'booked'
  const where = [names.pick(visit.hospital, visit.hospitalEn), visit.where].filter(Boolean).join(' ')
  return (
    <section className="attendance-visit" aria-label={format.dayTime(visit.startsAt)}>
      {isGone ? <Gone visit={visit} /> : (
        <SolidCard
          context={format.date(visit.startsAt)} tag={visit.answer && <Tag tone="success">{t(`answer.${visit.answer}`)}</Tag>}
          figure={<Figure value={format.time(visit.startsAt)} size="l" />} title={`${names.department(visit)}${visit.doctor === null ? '' : ` ${names.who(visit)}`}`} place={where}
          actions={
            <>
              {may.confirm && <Button kind="now" icon="check" busy={say.isPending} onPress={() => say.mutate('confirmed')}>{t('link.confirm')}</Button>}
              {may.onMyWay && <Button kind={may.confirm ? 'ghost' : 'now'} icon="walk" busy={say.isPending} onPress={() => say.mutate('on-my-way')}>{t('link.on-my-way')}</Button>}
            </>
          }
          foot={visit.answer === null ? t('link.ask') : t(`link.thanks.${visit.answer}`)}
        />
      )}
      {say.isError && isProblem(say.error) && <Alert tone="danger" title={say.error.title} />}
      {!isGone && (
        <div className="attendance-else">
          {may.move && <Button block icon="swap" href={`/appointments/${visit.institutionId}/${visit.appointmentId}/move`}>{t('link.move')}</Button>}
          {may.cancel && <Button block kind="danger-line" onPress={() => setAsking(true)}>{t('link.cancel')}</Button>}
          {visit.phone && <Button block kind="quiet" icon="phone" href={`tel:${visit.phone.replaceAll(/[^\d+]/g, '')}`}>{t('link.ring', { phone: visit.phone })}</Button>}
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={t('link.cancel-title', { when: format.dayTime(visit.startsAt) })} confirm={t('link.cancel-do')} keep={t('link.cancel-keep')} busy={give.isPending}
          onKeep={() => setAsking(false)} onConfirm={() => give.mutate('cancelled', { onSuccess: () => setAsking(false) })}
          error={isProblem(give.error) ? <Alert tone="danger" title={give.error.title} /> : undefined}
        >
          <p>{may.cancelIsLate ? t('link.cancel-late', { when: format.dayTime(visit.cancelBy) }) : t('link.cancel-free')}</p>
          <p className="muted">{t('link.cancel-others')}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

/** A time that is no longer one's own: what became of it, and the way to another. */
function Gone({ visit }: { visit: LinkedVisit }) {
  const { t } = useTranslation('attendance')
  const format = useFormat()
  const names = useNames()
  return (
    <Card>
      <Alert tone={visit.status === 'suspended' ? 'warning' : 'neutral'} title={t(`gone.${visit.status}`, { defaultValue: t('gone.other') })}>{t(`gone-note.${visit.status}`, { defaultValue: '' })}</Alert>
      <div className="attendance-when"><Figure value={format.time(visit.startsAt)} /><span className="muted">{format.date(visit.startsAt)} {names.department(visit)}</span></div>
      {visit.status === 'cancelled' && <Button kind="soft" block icon="steth" href="/doctors">{t('link.again')}</Button>}
    </Card>
  )
}
