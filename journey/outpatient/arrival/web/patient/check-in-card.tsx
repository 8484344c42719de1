import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import { Alert, Button, Figure, Sheet, SolidCard, TextField, useFormat } from '#ui/index.ts'
import type { CheckedIn, SelfProof, VisitDay } from '../../contract.ts'
import { findPosition } from './use-visit-day.ts'
import { useNames } from '../names.ts'

type Props = { day: VisitDay; checkIn: UseMutationResult<CheckedIn, Problem, SelfProof> }

/** Before check-in: when it opens, and the two ways to say "I am here" from the phone. */
export function CheckInCard({ day, checkIn }: Props) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  const [asking, setAsking] = useState<'code'>()
  const [position, setPosition] = useState<'asking' | 'refused'>()
  const { state } = day.checkIn
  const isOpen = state === 'open'
  const byPosition = () => {
    setPosition('asking')
    findPosition().then((proof) => { setPosition(undefined); checkIn.mutate(proof) }, () => setPosition('refused'))
  }
  return (
    <>
      {checkIn.isError && asking === undefined && <Alert tone="warning" title={checkIn.error.title || t('offline')}>{t('check-in.safe')}</Alert>}
      {position === 'refused' && <Alert tone="info" title={t('check-in.no-position')}>{t('check-in.no-position-note')}</Alert>}
      <SolidCard
        context={names.of(day.institution)} title={t(`check-in.${state}`, { time: format.time(day.checkIn.opensAt), day: format.day(day.startsAt) })}
        figure={<Figure value={format.time(day.startsAt)} unit={format.day(day.startsAt)} />} place={<>{names.of(day.department)} {day.practitioner && names.of(day.practitioner)} {names.room(day.room)}</>}
        actions={isOpen && (
          <>
            <Button kind="now" icon="qr" onPress={() => { checkIn.reset(); setAsking('code') }}>{t('check-in.by-code')}</Button>
            <Button kind="ghost" icon="pin" busy={position === 'asking' || checkIn.isPending} onPress={byPosition}>{t('check-in.by-position')}</Button>
          </>
        )}
        foot={t(isOpen ? 'check-in.foot' : 'check-in.foot-closed')}
      >
        {(isOpen || state === 'too-early') && <p className="small">{t('check-in.late', { until: format.time(day.late.onTimeUntil), behind: format.time(day.late.thenBehind) })}</p>}
      </SolidCard>
      {asking === 'code' && <CodeSheet checkIn={checkIn} onClose={() => setAsking(undefined)} />}
    </>
  )
}

function CodeSheet({ checkIn, onClose }: { checkIn: Props['checkIn']; onClose: () => void }) {
  const { t } = useTranslation('arrival')
  const [code, setCode] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim().length >= 2) checkIn.mutate({ by: 'campus-code', code: code.trim() }, { onSuccess: onClose })
  }
  return (
    <Sheet title={t('check-in.code-title')} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <p>{t('check-in.code-how')}</p>
        <TextField label={t('check-in.code-label')} value={code} onChange={setCode} autoComplete="off" autoFocus hint={t('check-in.code-hint')} error={checkIn.isError ? checkIn.error.title || t('offline') : undefined} />
        <Button kind="primary" block type="submit" busy={checkIn.isPending}>{t('check-in.send')}</Button>
      </form>
    </Sheet>
  )
}
