import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, RadioGroup, Sheet, TextField } from '#ui/index.ts'
import type { DeskEntry, Entry } from '../../contract.ts'

/** How urgent it is, by a nurse or physician with the reason; and taking somebody off who asks for it. */
export function EntrySheet({ entry, may, onClose }: { entry: DeskEntry; may: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('waitlist')
  const client = useQueryClient()
  const [priority, setPriority] = useState(String(entry.priority))
  const [reason, setReason] = useState(entry.priorityReason)
  const [sure, setSure] = useState(false)
  const done = { onSuccess: () => { void client.invalidateQueries({ queryKey: ['waitlist'] }); onClose() } }
  const prioritise = useMutation({ mutationFn: () => api.post<Entry>(`/api/waitlist/entries/${entry.id}/priority`, { body: { priority: Number(priority), reason } }), ...done })
  const withdraw = useMutation({ mutationFn: () => api.post<Entry>(`/api/waitlist/entries/${entry.id}/withdraw`, { body: {} }), ...done })
  const mayPrioritise = may.includes('nurse') || may.includes('physician')
  const fault = [prioritise.error, withdraw.error].find((error) => isProblem(error))
  return (
    <Sheet title={entry.person?.name ?? t('desk.unknown')} onClose={onClose}>
      <div className="stack">
        {fault && <Alert tone="danger" title={fault.title} />}
        {mayPrioritise
          ? (
            <>
              <RadioGroup label={t('entry.priority')} value={priority} onChange={setPriority} options={['1', '2', '3'].map((value) => ({ value, label: t(`priority.${value}`), note: t(`priority-note.${value}`) }))} />
              <TextField label={t('entry.reason')} hint={t('entry.reason-hint')} value={reason} onChange={setReason} maxLength={200} />
              <Button kind="primary" disabled={reason.trim().length < 2} busy={prioritise.isPending} onPress={() => prioritise.mutate()}>{t('entry.save')}</Button>
            </>
          )
          : <p className="muted">{t('entry.clinicians-only')}</p>}
        {sure
          ? <Alert tone="warning" title={t('entry.sure')} action={<><Button small kind="danger" busy={withdraw.isPending} onPress={() => withdraw.mutate()}>{t('entry.take-off')}</Button><Button small onPress={() => setSure(false)}>{t('withdraw.keep')}</Button></>} />
          : <Button kind="danger-line" onPress={() => setSure(true)}>{t('entry.take-off')}</Button>}
      </div>
    </Sheet>
  )
}
