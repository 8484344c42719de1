import { useTranslation } from 'react-i18next'
import { Button, Card, Figure, Money, Tag, useFormat } from '#ui/index.ts'
import type { Offer } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'

/** One time that is kept for the person: when, with whom, where, and one button. */
export function OfferCard({ offer, busy, onChoose }: { offer: Offer; busy: boolean; onChoose: () => void }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const names = usePlaceNames()
  const { place } = offer
  const when = `${format.date(offer.startsAt)} ${format.time(offer.startsAt)}`
  return (
    <Card label={when}>
      <div className="suspension-offer">
        <div><Tag tone={offer.kind === 'same-doctor' ? 'success' : 'info'}>{t(offer.kind === 'same-doctor' && !place.practitioner ? 'kind.same-clinic' : `kind.${offer.kind}`)}</Tag></div>
        <div className="suspension-time"><Figure value={format.time(offer.startsAt)} size="s" /><strong>{format.date(offer.startsAt)}</strong></div>
        <p>{names.who(place)} {names.title(place)}</p>
        <p className="small muted">{[names.department(place), names.hospital(place), offer.distanceKm === null ? undefined : t('one.away', { km: offer.distanceKm })].filter(Boolean).join(' · ')}</p>
        {place.feeCents !== null && <p className="small muted">{t('one.fee')} <Money cents={place.feeCents} /></p>}
        <Button kind="primary" block busy={busy} onPress={onChoose}><span className="sr">{when} </span>{t('one.take')}</Button>
      </div>
    </Card>
  )
}
