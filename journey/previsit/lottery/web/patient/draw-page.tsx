import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Card, ConfirmDialog, ErrorState, Explain, Page, Pairs, Section, Slot, Slots, Tag, useChrome, useFormat } from '#ui/index.ts'
import type { Application, Draw, DrawPage } from '../../contract.ts'
import { useDrawNames } from '../names.ts'
import { useDraw, useMembers } from './use-draw.ts'
import './lottery.css'

/** One draw: what it is, how it is drawn, my application, and the answer when it was drawn. */
export function Component() {
  const { t } = useTranslation('lottery')
  const { institutionId = '', id = '' } = useParams()
  const { read, apply, answer } = useDraw(institutionId, id)
  const back = '/draws'
  if (!read.data) return <Page title={t('draw.title')} back={back}>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Page>
  const { draw, mine } = read.data
  const fault = apply.error ?? answer.error
  const offered = mine.filter((one) => one.status === 'offered')
  return (
    <Page title={t('draw.title')} back={back}>
      <Facts draw={draw} />
      {isProblem(fault) && <Alert tone="warning" title={fault.title} />}
      {offered.map((one) => <Offer key={one.id} page={read.data} application={one} answer={answer} />)}
      <Mine draw={draw} mine={mine} apply={apply} answer={answer} />
      <HowItIsDrawn draw={draw} />
    </Page>
  )
}

type Answer = ReturnType<typeof useDraw>['answer']
type Apply = ReturnType<typeof useDraw>['apply']

function Facts({ draw }: { draw: Draw }) {
  const { t } = useTranslation('lottery')
  const names = useDrawNames()
  const format = useFormat()
  return (
    <Card>
      <div className="lottery-head"><h2>{names.doctor(draw)}</h2><Tag tone={draw.state === 'open' ? 'success' : 'neutral'}>{t(`state.${draw.state}`)}</Tag></div>
      <p className="small muted">{names.department(draw)} · {names.hospital(draw)}</p>
      <Pairs pairs={[
        { label: t('draw.days'), value: names.days(draw) },
        { label: t('draw.units'), value: t('draw.units-of', { units: draw.units, count: draw.applied }) },
        ...(draw.drawnAt ? [{ label: t('draw.drawn-at'), value: format.dayTime(draw.drawnAt) }]
          : [{ label: t('draw.until'), value: format.dayTime(draw.appliesUntil) }, { label: t('draw.draws-at'), value: format.dayTime(draw.drawsAt) }]),
        ...(draw.state === 'finished' && draw.flowed > 0 ? [{ label: t('draw.flowed'), value: t('draw.flowed-of', { count: draw.flowed }) }] : []),
      ]} />
    </Card>
  )
}

/** One's names in the draw, and putting one in. */
function Mine({ draw, mine, apply, answer }: { draw: Draw; mine: readonly Application[]; apply: Apply; answer: Answer }) {
  const { t } = useTranslation('lottery')
  const { members, signedOut, pending } = useMembers()
  const isIn = (personId: string) => mine.some((one) => one.personId === personId && one.status !== 'withdrawn')
  if (signedOut) return draw.state === 'open' ? <Card><p>{t('mine.sign-in')}</p><Button block kind="primary" href={`/sign-in?next=${encodeURIComponent(`/draws/${draw.institutionId}/${draw.id}`)}`}>{t('mine.to-sign-in')}</Button></Card> : null
  if (pending) return <Bones cards={[2]} />
  const nameOf = (personId: string) => members.find((one) => one.personId === personId)?.name ?? ''
  return (
    <>
      {mine.filter((one) => one.status !== 'withdrawn' && one.status !== 'offered').map((one) => <MyApplication key={one.id} draw={draw} application={one} name={nameOf(one.personId)} answer={answer} />)}
      {draw.state === 'open' && members.filter((one) => !isIn(one.personId)).map((one) => (
        <Button key={one.personId} block kind={mine.length === 0 && one.kind === 'self' ? 'primary' : 'outline'} busy={apply.isPending && apply.variables === one.personId} onPress={() => apply.mutate(one.personId)}>
          {t('mine.apply-for', { name: one.name })}
        </Button>
      ))}
      {draw.state === 'open' && <p className="small muted">{t('mine.no-hurry')}</p>}
    </>
  )
}

function MyApplication({ draw, application, name, answer }: { draw: Draw; application: Application; name: string; answer: Answer }) {
  const { t } = useTranslation('lottery')
  const format = useFormat()
  const [withdrawing, setWithdrawing] = useState(false)
  const { status, place, weight, earlier, referred } = application
  const ahead = place === null ? 0 : Math.max(1, place - draw.units)
  return (
    <Card label={name}>
      <div className="lottery-head"><h3>{name}</h3><Tag tone={status === 'confirmed' ? 'success' : 'neutral'}>{t(`status.${status}`)}</Tag></div>
      {status === 'applied' && <p>{t('mine.applied', { when: format.dayTime(draw.drawsAt), count: weight })} {earlier > 0 && t('mine.because-earlier', { count: earlier })} {referred && t('mine.because-referred')}</p>}
      {status === 'next' && <p>{t('mine.next', { count: ahead })}</p>}
      {(status === 'lost' || status === 'next') && <><p className="small muted">{t('mine.kindly')}</p><Button href={`/doctors?institution=${draw.institutionId}&q=${encodeURIComponent(draw.departmentName)}`}>{t('mine.colleagues')}</Button></>}
      {status === 'confirmed' && application.appointmentId && <Button href={`/appointments/${draw.institutionId}/${application.appointmentId}`}>{t('mine.appointment')}</Button>}
      {(status === 'declined' || status === 'lapsed') && <p>{t(`mine.${status}`)}</p>}
      {status === 'applied' && draw.state === 'open' && <Button kind="quiet" onPress={() => setWithdrawing(true)}>{t('mine.withdraw')}</Button>}
      {withdrawing && (
        <ConfirmDialog title={t('mine.withdraw-title')} confirm={t('mine.withdraw')} keep={t('mine.stay')} busy={answer.isPending} onKeep={() => setWithdrawing(false)} onConfirm={() => answer.mutate({ application, act: 'withdraw' }, { onSuccess: () => setWithdrawing(false) })}>
          <p>{t('mine.withdraw-note')}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}

/** Drawn: a time to choose, until when, or to leave it to the next. */
function Offer({ page: { draw, times }, application, answer }: { page: DrawPage; application: Application; answer: Answer }) {
  const { t } = useTranslation('lottery')
  const format = useFormat()
  const navigate = useNavigate()
  const { members } = useMembers()
  const [chosen, setChosen] = useState<number>()
  const [declining, setDeclining] = useState(false)
  const name = members.find((one) => one.personId === application.personId)?.name ?? ''
  const days = Map.groupBy(times, (one) => new Date(Date.parse(one.startsAt) + 8 * 3_600_000).toISOString().slice(0, 10))
  const confirm = (periodId: number) => answer.mutate({ application, act: 'confirm', periodId }, { onSuccess: (booked) => void navigate(`/appointments/${draw.institutionId}/${booked.id}/booked`) })
  return (
    <Card label={t('offer.title')}>
      <Alert tone="success" title={t('offer.title')}>{t('offer.until', { name, when: format.dayTime(application.confirmBy!) })}</Alert>
      {[...days].map(([day, of]) => (
        <Section key={day} title={format.date(day)}>
          <Slots label={format.date(day)}>{of.map((one) => <Slot key={one.periodId} time={format.time(one.startsAt)} left={t('offer.left', { count: one.left })} state="free" chosen={one.periodId === chosen} onPress={() => setChosen(one.periodId)} />)}</Slots>
        </Section>
      ))}
      <Button block kind="primary" disabled={chosen === undefined} busy={answer.isPending} onPress={() => { if (chosen !== undefined) confirm(chosen) }}>{t('offer.confirm')}</Button>
      <Button block kind="quiet" onPress={() => setDeclining(true)}>{t('offer.decline')}</Button>
      {declining && (
        <ConfirmDialog title={t('offer.decline-title')} confirm={t('offer.decline')} keep={t('offer.keep')} busy={answer.isPending} onKeep={() => setDeclining(false)} onConfirm={() => answer.mutate({ application, act: 'decline' }, { onSuccess: () => setDeclining(false) })}>
          <p>{t('offer.decline-note')}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}

function HowItIsDrawn({ draw }: { draw: Draw }) {
  const { t } = useTranslation('lottery')
  const { elder } = useChrome()
  const { weights } = draw
  return (
    <>
      <Explain question={t('how.question')} open={!elder.on && draw.state === 'open'} lines={[
        { label: t('how.base'), value: t('how.parts', { count: weights.base }) },
        { label: t('how.earlier', { days: weights.withinDays }), value: t('how.plus', { count: weights.perEarlier }) },
        { label: t('how.referral'), value: t('how.plus', { count: weights.referral }) },
        { label: t('how.cap'), value: t('how.parts', { count: weights.cap }) },
      ]} />
      <p className="small muted">{t('how.note')}</p>
      <Button kind="quiet" href={`/draws/${draw.institutionId}/${draw.id}/order`}>{draw.seed === null ? t('how.promise') : t('how.check')}</Button>
    </>
  )
}
