import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { OfferDetail } from '#journey/previsit/waitlist/contract.ts'
import { offerPath } from '#journey/previsit/waitlist/web/patient/index.ts'
import { Alert, Button, useFormat } from '#ui/index.ts'
import { useWords } from './words.ts'

/** A time somebody waited for is theirs to take, until then: first on the page, since it ends by itself. */
export function WaitlistOffers({ personId }: { personId: string }) {
  const { t } = useTranslation('patient')
  const format = useFormat()
  const words = useWords()
  const offers = useQuery({ queryKey: ['waitlist', 'offers'], queryFn: () => api.get<OfferDetail[]>('/api/waitlist/offers'), refetchInterval: 60_000 })
  const mine = (offers.data ?? []).filter((one) => one.personId === personId)
  return mine.map((one) => (
    <Alert key={one.id} tone="now" title={t('offer.title')} action={<Button kind="primary" href={offerPath(one)}>{t('offer.answer')}</Button>}>
      {t('offer.what', { when: format.dayTime(one.startsAt), who: words.doctorOf(one.place), by: format.dayTime(one.answerBy) })}
    </Alert>
  ))
}
