import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Buttons, EmptyState, ErrorState, Money, Pairs, Pane, RadioGroup, Section, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Act, DifferenceDetail, Evidence } from '../../contract.ts'
import { postTo, useAct, useDifference, useMayAct } from './finance-data.ts'

/** One difference: both sides beside each other, a suggestion, and the way to end it. */
export function DifferencePane({ id }: { id: string | null }) {
  const { t } = useTranslation('reconciliation')
  const read = useDifference(id)
  return (
    <Pane label={t('difference.choose')} paper>
      {id === null && <EmptyState title={t('difference.choose')}>{t('difference.choose-note')}</EmptyState>}
      {id !== null && read.isPending && <Bones cards={[3, 3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && <Shown key={read.data.id} one={read.data} />}
    </Pane>
  )
}

function Shown({ one }: { one: DifferenceDetail }) {
  const { t } = useTranslation('reconciliation')
  const mayAct = useMayAct()
  const { ours, theirs } = one.evidence
  return (
    <>
      <div className="row row--between row--wrap">
        <div><h2>{t(`class.${one.class}`)}</h2><p className="small muted">{t(`channel.${one.channel}`)} · {t(`kind.${one.kind}`)}</p></div>
        {one.effectCents !== 0 && <p className="end"><span className="small muted">{t('difference.effect')}</span><br /><b className="reconciliation-stakes"><Money cents={one.effectCents} /></b></p>}
      </div>
      <p>{t(`class-note.${one.class}`)}</p>
      <div className="reconciliation-sides">
        <section aria-label={t('difference.ours')}><h3>{t('difference.ours')}</h3>{ours ? <Ours ours={ours} now={one.now} /> : <p className="muted">{t('difference.nothing')}</p>}</section>
        <section aria-label={t('difference.theirs')}><h3>{t('difference.theirs')}</h3>{theirs ? <Theirs theirs={theirs} /> : <p className="muted">{t('difference.nothing')}</p>}</section>
      </div>
      {one.status !== 'closed' && <Alert tone="info" title={t('difference.suggest')}>{t(`suggest.${one.suggested}`)}</Alert>}
      {mayAct && one.status === 'open' && <Propose one={one} />}
      {one.status === 'proposed' && <Decide one={one} mayAct={mayAct} />}
      <History one={one} />
    </>
  )
}

function Ours({ ours, now }: { ours: NonNullable<Evidence['ours']>; now: Evidence['ours'] }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  return (
    <>
      <Pairs pairs={[
        { label: t('difference.amount'), value: <Money cents={ours.cents} /> }, { label: t('difference.status'), value: t(`state.${ours.state}`) },
        { label: t('difference.asked'), value: format.dayTime(ours.askedAt) }, { label: t('difference.known'), value: ours.knownAt ? format.dayTime(ours.knownAt) : '—' },
        { label: t('difference.number'), value: <span className="reconciliation-number small">{ours.id}</span> }, { label: t('difference.channel-number'), value: <span className="reconciliation-number small">{ours.channelNumber ?? '—'}</span> },
      ]} />
      {now && now.state !== ours.state && <p><Tag tone="info" icon="refresh">{t('difference.now', { state: t(`state.${now.state}`) })}</Tag></p>}
    </>
  )
}

function Theirs({ theirs }: { theirs: NonNullable<Evidence['theirs']> }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  return (
    <Pairs pairs={[
      { label: t('difference.amount'), value: <Money cents={theirs.cents} /> }, { label: t('difference.status'), value: t(`state.${theirs.status}`) }, { label: t('difference.time'), value: format.dayTime(theirs.at) },
      ...(theirs.feeCents === null ? [] : [{ label: t('difference.fee'), value: <Money cents={theirs.feeCents} /> }, ...(theirs.feeCents === theirs.expectedFeeCents ? [] : [{ label: t('difference.expected-fee'), value: <Money cents={theirs.expectedFeeCents} /> }])]),
      { label: t('difference.number'), value: <span className="reconciliation-number small">{theirs.ourNumber || '—'}</span> }, { label: t('difference.channel-number'), value: <span className="reconciliation-number small">{theirs.channelNumber}</span> },
      { label: t('difference.file'), value: <span className="small">{t('difference.file-line', { name: theirs.fileName, line: theirs.line })}</span> },
    ]} />
  )
}

function Propose({ one }: { one: DifferenceDetail }) {
  const { t } = useTranslation('reconciliation')
  const [act, setAct] = useState<Act>(one.suggested === 'book' ? 'book' : 'accept')
  const [note, setNote] = useState('')
  const send = useAct((_: void) => postTo<DifferenceDetail>(`differences/${one.id}/propose`, { act, note }))
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (note.trim().length > 1) send.mutate() }}>
      {one.needsTwo && <RadioGroup label={t('difference.resolve')} value={act} onChange={(value) => setAct(value as Act)} options={[{ value: 'book', label: t('act.book') }, { value: 'accept', label: t('act.accept') }]} />}
      <TextField label={t('difference.reason')} hint={t('difference.reason-hint')} value={note} onChange={setNote} maxLength={500} rows={2} required />
      {one.needsTwo && <p className="small muted">{t('difference.second')}</p>}
      {send.isError && <Alert tone="danger" title={send.error.title} />}
      <Buttons><Button kind="primary" type="submit" busy={send.isPending} disabled={note.trim().length < 2}>{t(one.needsTwo ? 'difference.propose' : 'difference.close')}</Button></Buttons>
    </form>
  )
}

function Decide({ one, mayAct }: { one: DifferenceDetail; mayAct: boolean }) {
  const { t } = useTranslation('reconciliation')
  const [note, setNote] = useState('')
  const send = useAct((decision: 'approve' | 'refuse') => postTo<DifferenceDetail>(`differences/${one.id}/decide`, { decision, note }))
  return (
    <div className="stack">
      <Pairs pairs={[{ label: t('difference.resolve'), value: one.act ? t(`act.${one.act}`) : '' }, { label: t('difference.reason'), value: one.note }]} />
      {send.isError && <Alert tone="danger" title={send.error.title} />}
      {one.proposedByMe && <p className="small muted">{t('difference.waiting')}</p>}
      {mayAct && !one.proposedByMe && <TextField label={t('difference.note')} value={note} onChange={setNote} maxLength={500} />}
      {mayAct && (
        <Buttons>
          {!one.proposedByMe && <Button kind="primary" busy={send.isPending} onPress={() => send.mutate('approve')}>{t('difference.approve')}</Button>}
          <Button busy={send.isPending} onPress={() => send.mutate('refuse')}>{t(one.proposedByMe ? 'difference.withdraw' : 'difference.refuse')}</Button>
        </Buttons>
      )}
    </div>
  )
}

function History({ one }: { one: DifferenceDetail }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  return (
    <Section title={t('difference.history')} aside={one.transferId ? <Tag tone="success" icon="check">{t('difference.booked')}</Tag> : undefined}>
      <ol className="reconciliation-steps">
        {one.steps.map((step, at) => (
          <li key={at}>
            <span><b>{t(`difference.step.${step.what}`)}</b>{step.act && ` · ${t(`act.${step.act}`)}`}{step.note && ` · ${step.note}`}</span>
            <span className="caption muted">{step.by || t('difference.system')} · {format.dayTime(step.at)}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
