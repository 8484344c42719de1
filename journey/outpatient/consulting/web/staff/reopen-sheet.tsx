import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { Desk } from '../../contract.ts'
import { useFocusFirst } from './use-focus-first.ts'
import { useVisitActs } from './visit-data.ts'

/** Why a signed note is opened again. The reason is kept with the correction, and the patient reads it. */
export function ReopenSheet({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const [reason, setReason] = useState('')
  const { reopen } = useVisitActs(desk.visit.visitId)
  const form = useFocusFirst<HTMLFormElement>()
  const isReady = reason.trim().length >= 2
  return (
    <Sheet title={t('reopen.title')} onClose={onClose}>
      <form ref={form} className="stack" onSubmit={(event) => { event.preventDefault(); if (isReady) reopen.mutate(reason.trim(), { onSuccess: onClose }) }}>
        <p>{t('reopen.body')}</p>
        <TextField label={t('reopen.reason')} value={reason} onChange={setReason} maxLength={200} hint={desk.visit.reopenUntil && t('reopen.until', { when: format.dayTime(desk.visit.reopenUntil) })} />
        {reopen.isError && <Alert tone="warning">{reopen.error.title || t('offline')}</Alert>}
        <div className="buttons">
          <Button kind="primary" type="submit" disabled={!isReady} busy={reopen.isPending}>{t('reopen.confirm')}</Button>
          <Button onPress={onClose}>{t('reopen.keep')}</Button>
        </div>
      </form>
    </Sheet>
  )
}
