import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, RadioGroup, Sheet, TextField } from '#ui/index.ts'
import { type Excuse, excuses } from '../../contract.ts'
import { standingsKey } from './standings-key.ts'

export interface About {
  readonly institutionId: number
  readonly incidentId?: string
  readonly restrictionId?: string
}

/** What happened, in a choice and a sentence. */
export function AskSheet({ about, onClose }: { about: About; onClose: () => void }) {
  const { t } = useTranslation('fairness')
  const client = useQueryClient()
  const [reason, setReason] = useState<Excuse>('illness')
  const [said, setSaid] = useState('')
  const [pressed, setPressed] = useState(false)
  const send = useMutation<unknown, Problem>({
    mutationFn: () => api.post('/api/fairness/appeals', { body: { ...about, reason, said: said.trim() } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: standingsKey })
      onClose()
    },
  })
  const press = () => {
    setPressed(true)
    if (said.trim() !== '') send.mutate()
  }
  return (
    <Sheet title={t('ask.title')} onClose={onClose}>
      <p className="muted">{t('ask.lead')}</p>
      <RadioGroup label={t('ask.reason')} value={reason} onChange={(value) => setReason(value as Excuse)} options={excuses.map((value) => ({ value, label: t(`excuse.${value}`) }))} />
      <TextField label={t('ask.said')} hint={t('ask.said-hint')} rows={3} maxLength={1000} value={said} onChange={setSaid} error={pressed && said.trim() === '' ? t('ask.too-short') : undefined} />
      {send.isError && <Alert tone="danger">{send.error.title}</Alert>}
      <div className="buttons"><Button kind="primary" busy={send.isPending} onPress={press}>{t('ask.send')}</Button></div>
    </Sheet>
  )
}
