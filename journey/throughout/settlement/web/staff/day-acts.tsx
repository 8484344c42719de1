import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, ConfirmDialog, Pairs, useFormat } from '#ui/index.ts'
import type { Day } from '../../contract.ts'
import { useAct } from './settlement-data.ts'

type Act = 'compute' | 'approve' | 'instruct' | 'post'

/** The one thing to do with a day now, with what it means before it is done. */
export function DayActs({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const [asking, setAsking] = useState<Act>()
  const next = nextAct(day)
  if (!next) return <span className="small muted">{t(day.status === 'posted' ? 'act.all-done' : 'act.waits-for-bank')}</span>
  const mine = next === 'approve' && day.firstApproval?.mine === true
  return (
    <>
      {mine && <span className="small muted">{t('act.second-person')}</span>}
      {!mine && <span className="small muted grow">{t(`act.${keyOf(next, day)}-note`)}</span>}
      {!mine && <Button kind="primary" onPress={() => setAsking(next)}>{t(`act.${keyOf(next, day)}`)}</Button>}
      {asking && <Confirm act={asking} day={day} onClose={() => setAsking(undefined)} />}
    </>
  )
}

function nextAct(day: Day): Act | undefined {
  if (day.status === 'draft') return 'compute'
  if (day.status === 'computed') return 'approve'
  if (day.status === 'approved') return 'instruct'
  return day.postingAsked === null ? 'post' : undefined
}

function keyOf(act: Act, day: Day): 'compute' | 'approve-first' | 'approve-second' | 'instruct' | 'post' {
  if (act !== 'approve') return act
  return day.firstApproval === null ? 'approve-first' : 'approve-second'
}

function Confirm({ act, day, onClose }: { act: Act; day: Day; onClose: () => void }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const run = useAct<undefined>(() => `${day.day}/${act}`, act === 'approve' ? () => ({ sha256: day.fileSha256 }) : undefined)
  const moving = day.positions.filter((position) => position.netCents !== 0)
  const sum = (sign: 1 | -1) => moving.reduce((cents, one) => cents + Math.max(0, sign * one.netCents), 0)
  const key = keyOf(act, day)
  return (
    <ConfirmDialog
      title={t(`confirm.${key}`, { day: format.date(day.day) })} confirm={t(`act.${key}`)} keep={t('confirm.not-now')} kind="primary" busy={run.isPending}
      error={run.isError && <Alert tone="danger" title={run.error.title} />} onKeep={onClose} onConfirm={() => run.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t(`confirm.${key}-note`)}</p>
      {act !== 'compute' && (
        <Pairs pairs={[
          { label: t('count.hospitals'), value: moving.length }, { label: t('count.pay-in'), value: format.money(sum(1)) }, { label: t('count.pay-out'), value: format.money(sum(-1)) },
          ...(act === 'approve' ? [{ label: t('sha'), value: <code className="settlement-sha">{day.fileSha256}</code> }] : []),
        ]} />
      )}
    </ConfirmDialog>
  )
}
