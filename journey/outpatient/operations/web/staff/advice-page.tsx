import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, ConfirmDialog, Desk, EmptyState, ErrorState, Icon, Pane, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Advice, ExtraSession } from '../../contract.ts'
import { AcceptSheet } from './accept-sheet.tsx'
import { useAdvice, useDecide, useTakeBack, useWords } from './advice-data.ts'
import { EffectChart, ForecastStrip } from './effect-chart.tsx'
import { Tabs } from './tabs.tsx'

/** Where another doctor or an evening session would help, played before and after; what was made of it; and what came of earlier advice. */
export function Component() {
  const { t } = useTranslation('operations')
  const read = useAdvice()
  const open = read.data?.filter((one) => one.outcome === null) ?? []
  const over = read.data?.filter((one) => one.outcome !== null) ?? []
  return (
    <Desk title={t('advice.title')} panes="1fr 440px" actions={<Tabs />}>
      <Pane label={t('advice.title')} paper>
        <p className="small muted">{t('advice.note')}</p>
        {read.isPending && <Bones cards={[4, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && open.length === 0 && <EmptyState title={t('advice.none')}>{t('advice.none-note')}</EmptyState>}
        <div className="op-advice">{open.map((one) => <One key={one.id} advice={one} />)}</div>
      </Pane>
      <Pane label={t('advice.over')} head={<h2>{t('advice.over')}</h2>}>
        {read.data && over.length === 0 && <p className="muted">{t('advice.over-none')}</p>}
        <div className="op-advice">{over.map((one) => <Over key={one.id} advice={one} />)}</div>
      </Pane>
    </Desk>
  )
}

function One({ advice }: { advice: Advice }) {
  const { t } = useTranslation('operations')
  const words = useWords()
  const [asking, setAsking] = useState<'accept' | 'decline'>()
  const { before, after, reason, session, status } = advice
  const close = () => setAsking(undefined)
  return (
    <article className="card stack" aria-label={words.title(advice)}>
      <div className="row row--wrap"><h2 className="grow">{words.title(advice)}</h2>{status !== 'open' && <Tag tone={status === 'accepted' ? 'success' : 'neutral'}>{t(`advice.${status}`)}</Tag>}</div>
      <EffectChart before={before} after={after} limit={advice.waitMinutes} label={words.title(advice)} />
      <p className="small">{t('advice.reason', { hour: reason.worstHour, arrivals: reason.arrivals, room: reason.room })} {status === 'open' && words.from(advice)}</p>
      {status === 'open' && <div className="row row--wrap"><Button kind="primary" onPress={() => setAsking('accept')}>{t(`advice.accept-${advice.kind}`)}</Button><Button onPress={() => setAsking('decline')}>{t('advice.decline')}</Button></div>}
      {session && <Session advice={advice} session={session} />}
      {status === 'accepted' && !session && <p className="small muted">{t('advice.by-hand')}</p>}
      {status === 'declined' && <p className="small muted">{advice.decision}</p>}
      {asking === 'accept' && <AcceptSheet advice={advice} onClose={close} />}
      {asking === 'decline' && <DeclineSheet advice={advice} onClose={close} />}
    </article>
  )
}

function DeclineSheet({ advice, onClose }: { advice: Advice; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const [reason, setReason] = useState('')
  const decide = useDecide(advice.id, onClose)
  return (
    <Sheet title={t('advice.decline-title')} onClose={onClose}>
      <div className="stack">
        <TextField label={t('advice.why')} hint={t('advice.why-hint')} value={reason} maxLength={300} onChange={setReason} />
        {decide.isError && <Alert tone="warning">{decide.error.title}</Alert>}
        <Button kind="primary" busy={decide.isPending} disabled={reason.trim().length < 2} onPress={() => decide.mutate({ decision: 'declined', reason })}>{t('advice.decline')}</Button>
      </div>
    </Sheet>
  )
}

/** What was made of it, how it fills, whether the doctor knows, and the way back while there is one. */
function Session({ advice, session }: { advice: Advice; session: ExtraSession }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const words = useWords()
  const [asking, setAsking] = useState(false)
  const takeBack = useTakeBack(advice.id, () => setAsking(false))
  return (
    <div className="op-made" role="group" aria-label={t('made.title')}>
      <p><b>{format.name(session.doctor, session.doctorEn)}</b> · {session.from}–{session.to} · {session.room} <span className="muted">{format.name(session.clinic, session.clinicEn)} {words.fee(session.feeCents)}</span></p>
      {session.status === 'open' ? <Filling session={session} /> : <Alert tone="warning">{t(`made.${session.status}`)}</Alert>}
      <p className="small"><Icon name={session.seenByDoctorAt ? 'check' : 'bell'} /> {session.seenByDoctorAt ? t('made.doctor-knows', { time: format.dayTime(session.seenByDoctorAt) }) : t('made.doctor-told')}</p>
      <p className="small muted">{advice.decidedAt && t(advice.decidedBy ? 'made.by' : 'made.at', { name: advice.decidedBy, time: format.dayTime(advice.decidedAt) })}</p>
      {session.undoBy && <div className="row row--wrap"><Button small onPress={() => setAsking(true)}>{t('made.undo')}</Button><span className="small muted">{t('made.undo-by', { time: format.dayTime(session.undoBy) })}</span></div>}
      {asking && (
        <ConfirmDialog
          title={t('made.undo-title')} confirm={t('made.undo')} keep={t('made.keep')} busy={takeBack.isPending} error={takeBack.isError && <Alert tone="warning">{takeBack.error.title}</Alert>}
          onConfirm={() => takeBack.mutate()} onKeep={() => setAsking(false)}
        ><p>{t('made.undo-note')}</p></ConfirmDialog>
      )}
    </div>
  )
}

function Filling({ session: { taken, units } }: { session: ExtraSession }) {
  const { t } = useTranslation('operations')
  return <div className="op-fill" role="img" aria-label={t('made.filled', { count: taken, units })}><i style={{ inlineSize: `${units > 0 ? (taken / units) * 100 : 0}%` }} /><span className="small">{t('made.filled', { count: taken, units })}</span></div>
}

/** What came: the forecast's error, the real waits beside those played, and the people who were seen because of it. */
function Over({ advice }: { advice: Advice }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const words = useWords()
  const { outcome, before, after, status, session } = advice
  if (!outcome) return null
  const real = outcome.p90Wait
  return (
    <article className="card stack stack--tight" aria-label={words.title(advice)}>
      <div className="row row--wrap"><b className="grow">{words.title(advice)}</b><Tag tone={status === 'accepted' ? 'success' : 'neutral'}>{t(`advice.${status}`)}</Tag></div>
      {session && <p className="small">{format.name(session.doctor, session.doctorEn)} · {session.room}{outcome.extra && ` · ${t('over.extra', outcome.extra)}`}</p>}
      {real === null
        ? <p className="small muted">{t('advice.no-waits')}</p>
        : <><EffectChart before={before} after={after} limit={advice.waitMinutes} outcome={outcome} label={words.title(advice)} /><p className="small"><b>{t(verdictOf(advice, real), { count: Math.abs(Math.round(before.p90Wait - real)) })}</b></p></>}
      <h3 className="small muted">{t('over.forecast')}</h3>
      <ForecastStrip outcome={outcome} />
    </article>
  )
}

/** Against the day as it was played without: an accepted one is to have saved, a declined one shows what it cost. */
function verdictOf({ before, status }: Advice, real: number): string {
  const saved = Math.round(before.p90Wait - real)
  if (saved === 0) return 'over.same'
  return `over.${status === 'accepted' ? 'with' : 'without'}-${saved > 0 ? 'shorter' : 'longer'}`
}
