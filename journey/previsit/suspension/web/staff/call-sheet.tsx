import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { Alert, Bones, Button, List, ListItem, Section, Sheet, TextField, useFormat } from '#ui/index.ts'
import type { AffectedPerson, CallOutcome, MySuspension, Suspension } from '../../contract.ts'
import { usePlaceNames } from '../names.ts'

const outcomes: readonly CallOutcome[] = ['reached', 'no-answer', 'wrong-number']

/** On the telephone with somebody: what is kept for them, booking it for them, and what came of the call. */
export function CallSheet({ suspension, person, mayRebook, onClose }: { suspension: Suspension; person: AffectedPerson; mayRebook: boolean; onClose: () => void }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const path = `/api/suspension/people/${suspension.institutionId}/${person.appointmentId}`
  const read = useQuery({ queryKey: ['suspension', 'one', String(suspension.institutionId), person.appointmentId], queryFn: () => api.get<MySuspension>(path) })
  const done = { onSettled: () => client.invalidateQueries({ queryKey: ['suspension'] }) }
  const call = useMutation({ mutationFn: (outcome: CallOutcome) => api.post(`/api/suspension/suspensions/${suspension.id}/people/${person.appointmentId}/calls`, { body: { outcome, note } }), ...done, onSuccess: () => setNote('') })
  const rebook = useMutation({ mutationFn: (offerId: string) => api.post<Appointment>(`${path}/rebook`, { body: { offerId } }), ...done, onSuccess: onClose })
  const decline = useMutation({ mutationFn: () => api.post<MySuspension>(`${path}/decline`, { body: {} }), ...done, onSuccess: onClose })
  const fault = call.error ?? rebook.error ?? decline.error
  return (
    <Sheet title={`${person.name} ${person.phoneMasked}`} onClose={onClose}>
      <div className="stack">
        {isProblem(fault) && <Alert tone="warning" title={fault.title} />}
        <Section title={t('call.offers')}>
          {read.isPending && <Bones cards={[2]} />}
          {read.data && <Offers offers={read.data.offers} home={suspension.institutionId} mayRebook={mayRebook} busy={rebook.isPending} onTake={(offerId) => rebook.mutate(offerId)} />}
          {mayRebook && read.data?.state === 'open' && <Button kind="quiet" busy={decline.isPending} onPress={() => decline.mutate()}>{t('call.declines')}</Button>}
        </Section>
        <Section title={t('call.mark')}>
          <TextField label={t('call.note')} value={note} onChange={setNote} maxLength={200} />
          <div className="row row--wrap">{outcomes.map((outcome) => <Button key={outcome} busy={call.isPending} onPress={() => call.mutate(outcome)}>{t(`call.${outcome}`)}</Button>)}</div>
          {person.calls.length > 0 && <List label={t('call.before')}>{person.calls.map((one) => <ListItem key={one.at} icon="phone" title={t(`call.${one.outcome}`)} note={[one.note, one.byName, format.dayTime(one.at)].filter(Boolean).join(' · ')} />)}</List>}
        </Section>
      </div>
    </Sheet>
  )
}

function Offers(props: { offers: MySuspension['offers']; home: number; mayRebook: boolean; busy: boolean; onTake: (offerId: string) => void }) {
  const { t } = useTranslation('suspension')
  const format = useFormat()
  const names = usePlaceNames()
  if (props.offers.length === 0) return <p className="muted">{t('call.no-offers')}</p>
  return (
    <List label={t('call.offers')}>
      {props.offers.map((offer) => (
        <ListItem
          key={offer.id} icon="calendar" title={format.dayTime(offer.startsAt)} note={[t(offer.kind === 'same-doctor' && !offer.place.practitioner ? 'kind.same-clinic' : `kind.${offer.kind}`), names.who(offer.place), names.hospital(offer.place)].join(' · ')}
          end={props.mayRebook && offer.institutionId === props.home
            ? <Button small kind="primary" busy={props.busy} onPress={() => props.onTake(offer.id)}>{t('call.book')}</Button>
            : <span className="small muted">{t('call.elsewhere')}</span>}
        />
      ))}
    </List>
  )
}
