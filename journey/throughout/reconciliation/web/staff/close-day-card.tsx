import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Anchor, Button, Card, ConfirmDialog, Money, Pairs, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Condition, FinanceDay } from '../../contract.ts'
import { postTo, useAct, useMayAct } from './finance-data.ts'

/** What stands in the way of closing the day, and closing it; or how it was closed. */
export function CloseDayCard({ of, onClosed }: { of: FinanceDay; onClosed: (day: FinanceDay) => void }) {
  return of.closed ? <ClosedDay closed={of.closed} /> : <OpenDay of={of} onClosed={onClosed} />
}

function ClosedDay({ closed }: { closed: NonNullable<FinanceDay['closed']> }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  return (
    <Card>
      <p>{closed.isIntact ? <Tag tone="success" icon="lock">{t('day.intact')}</Tag> : <Tag tone="danger" icon="alert">{t('day.broken')}</Tag>}</p>
      <Pairs pairs={[
        { label: t('day.closed-by'), value: closed.closedBy || '—' }, { label: t('day.closed-at'), value: format.dayTime(closed.closedAt) },
        ...Object.entries(closed.named).map(([code, reason]) => ({ label: t(`condition.${code}`), value: reason })),
        { label: t('day.hash'), value: <span className="reconciliation-seal">{closed.hash}</span> },
        ...(closed.previousHash ? [{ label: t('day.previous-hash'), value: <span className="reconciliation-seal">{closed.previousHash.slice(0, 16)}…</span> }] : []),
      ]} />
    </Card>
  )
}

function OpenDay({ of, onClosed }: { of: FinanceDay; onClosed: (day: FinanceDay) => void }) {
  const { t } = useTranslation('reconciliation')
  const mayAct = useMayAct()
  const [named, setNamed] = useState<Record<string, string>>({})
  const [asked, setAsked] = useState(false)
  const { day } = of.figures
  const reasons = Object.fromEntries(of.conditions.flatMap(({ code }) => (named[code]?.trim() ? [[code, named[code].trim()]] : [])))
  const close = useAct((_: void) => postTo<FinanceDay>(`days/${day}/close`, { seen: of.seen, named: reasons }))
  const isReady = of.conditions.every((condition) => condition.mayBeNamed && (reasons[condition.code]?.length ?? 0) > 1)
  const done = (answer: FinanceDay) => {
    setAsked(false)
    onClosed(answer)
  }
  return (
    <>
      {of.conditions.length === 0 ? <Alert tone="success" title={t('day.ready')}>{t('day.ready-note')}</Alert> : <h2>{t('day.conditions')}</h2>}
      {of.conditions.map((condition) => <Unmet key={condition.code} day={day} condition={condition} reason={named[condition.code] ?? ''} mayAct={mayAct} onReason={(reason) => setNamed({ ...named, [condition.code]: reason })} />)}
      {mayAct && <Button kind="primary" icon="lock" disabled={!isReady} onPress={() => { close.reset(); setAsked(true) }}>{t('day.close')}</Button>}
      {asked && (
        <ConfirmDialog
          title={t('day.close-sure', { day })} confirm={t('day.close')} keep={t('day.keep')} kind="primary" busy={close.isPending} error={close.isError ? <Alert tone="danger" title={close.error.title} /> : undefined}
          onConfirm={() => close.mutate(undefined, { onSuccess: done })} onKeep={() => setAsked(false)}
        >
          <p>{t('day.close-body')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function Unmet({ day, condition, reason, mayAct, onReason }: { day: string; condition: Condition; reason: string; mayAct: boolean; onReason: (reason: string) => void }) {
  const { t } = useTranslation('reconciliation')
  const { code } = condition
  const about = code === 'statements-missing' || code === 'differences-open' || code === 'unknown-payments' || code === 'books-differ' ? condition.about.map((one) => t(`channel.${one}`)) : condition.about
  const way = code === 'statements-missing' ? `/finance/statements?day=${day}` : code === 'differences-open' ? `/finance/differences?day=${day}` : undefined
  return (
    <div className={condition.mayBeNamed ? 'reconciliation-condition' : 'reconciliation-condition reconciliation-condition--must'}>
      <p>
        <b>{way ? <Anchor href={way}>{t(`condition.${code}`)}</Anchor> : t(`condition.${code}`)}</b>
        {code !== 'day-not-over' && <> · {condition.count}</>}{condition.cents !== 0 && <> · <Money cents={condition.cents} /></>}
      </p>
      {about.length > 0 && <p className="small">{about.join('、')}</p>}
      {!condition.mayBeNamed && <p className="small">{t('condition-must')}</p>}
      {condition.mayBeNamed && mayAct && <TextField label={`${t('day.name-it')} · ${t(`condition.${code}`)}`} hint={t('day.name-hint')} value={reason} onChange={onReason} maxLength={300} />}
    </div>
  )
}
