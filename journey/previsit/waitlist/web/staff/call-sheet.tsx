import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Button, Checkbox, Pairs, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { CallRequest, DeskOffer, Offer } from '../../contract.ts'
import { useNames } from '../names.ts'

/** One call: what to say, and what came of it. Without a spoken yes nothing is booked. */
export function CallSheet({ offer, onClose }: { offer: DeskOffer; onClose: () => void }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const { pick } = useNames()
  const client = useQueryClient()
  const [consent, setConsent] = useState(false)
  const [reason, setReason] = useState('')
  const note = useMutation({
    mutationFn: (outcome: CallRequest['outcome']) => api.post<Offer>(`/api/waitlist/offers/${offer.institutionId}/${offer.id}/call`, { body: { outcome, consent, reason } }),
    onSuccess: () => { void client.invalidateQueries({ queryKey: ['waitlist'] }); onClose() },
  })
  return (
    <Sheet title={t('call.title', { name: offer.person?.name ?? t('desk.unknown') })} onClose={onClose}>
      <div className="stack">
        {isProblem(note.error) && <Alert tone="danger" title={note.error.title} />}
        <Pairs pairs={[
          { label: t('call.phone'), value: offer.person?.phoneMasked || t('call.no-phone') },
          { label: t('desk.clinic'), value: pick(offer.serviceName, offer.serviceNameEn) },
          { label: t('desk.time'), value: format.dayTime(offer.startsAt) },
          { label: t('desk.answer-by'), value: format.dayTime(offer.answerBy) },
          ...(offer.note ? [{ label: t('call.note'), value: offer.note }] : []),
        ]} />
        <p className="muted">{t('call.say', { when: format.dayTime(offer.startsAt), who: pick(offer.serviceName, offer.serviceNameEn) })}</p>
        <Checkbox label={t('call.consent')} checked={consent} onChange={setConsent} />
        <TextField label={t('call.reason')} value={reason} onChange={setReason} maxLength={200} />
        <div className="buttons">
          <Button kind="primary" disabled={!consent} busy={note.isPending} onPress={() => note.mutate('accepted')}>{t('call.accept')}</Button>
          <Button busy={note.isPending} onPress={() => note.mutate('declined')}>{t('call.decline')}</Button>
          <Button kind="quiet" busy={note.isPending} onPress={() => note.mutate('no-answer')}>{t('call.no-answer')}</Button>
        </div>
        <p className="small muted">{t('call.keep')}</p>
      </div>
    </Sheet>
  )
}
