import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Money, Sheet, TextField, useFormat } from '#ui/index.ts'
import { type AwayAnswer, type AwayRow, doneAnswers } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useAnswer } from './away-words.ts'
import { useFleetActs } from './fleet-data.ts'

/** One entry that needs a person: once more by the moment they came, the time that is offered, or what was done otherwise. */
export function AwaySheet({ row, onClose }: { row: AwayRow; onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const { settle, retry } = useFleetActs()
  const [note, setNote] = useState('')
  const say = useAnswer()
  const isStill = retry.data !== undefined && !doneAnswers.includes(retry.data.answer)
  const onTried = ({ answer }: AwayAnswer) => { if (doneAnswers.includes(answer)) onClose() }
  return (
    <Sheet title={t('staff.settle-title', { paper: row.paper })} onClose={onClose}>
      <div className="stack">
        <p>{say(row)}</p>
        {isStill && <Alert tone="warning" title={t('staff.still')} />}
        {retry.isError && <Alert tone="warning">{retry.error.title}</Alert>}
        {row.offered && <Offered row={row} offered={row.offered} isBusy={retry.isPending} onTake={() => retry.mutate({ id: row.id, what: 'offered' }, { onSuccess: onTried })} />}
        {row.canRetry && <Button block icon="refresh" busy={retry.isPending} onPress={() => retry.mutate({ id: row.id, what: 'again' }, { onSuccess: onTried })}>{t('staff.again')}</Button>}
        {row.canRetry && <p className="muted">{t('staff.again-note')}</p>}
        <TextField label={t('staff.settle-note')} value={note} onChange={setNote} maxLength={200} />
        {settle.isError && <Alert tone="warning">{settle.error.title}</Alert>}
        <Button kind={row.offered ? 'soft' : 'primary'} busy={settle.isPending} disabled={note.trim() === ''} onPress={() => settle.mutate({ id: row.id, note: note.trim() }, { onSuccess: onClose })}>{t('staff.settle-do')}</Button>
      </div>
    </Sheet>
  )
}

function Offered({ row, offered, isBusy, onTake }: { row: AwayRow; offered: NonNullable<AwayRow['offered']>; isBusy: boolean; onTake: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const where = names.of({ name: offered.service, nameEn: offered.serviceEn })
  return (
    <Alert title={t('staff.offered', { time: format.dayTime(offered.startsAt), where })} action={<Button kind="primary" busy={isBusy} onPress={onTake}>{t('staff.take-offered', { name: row.nameMasked })}</Button>}>
      {offered.feeCents !== null && <>{t('book.fee')} <Money cents={offered.feeCents} /> </>}{t('staff.ask-first')}
    </Alert>
  )
}
