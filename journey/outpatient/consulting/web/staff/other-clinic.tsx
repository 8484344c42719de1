import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Checkbox, Select, TextField, useFormat } from '#ui/index.ts'
import type { PoolCode, TeamOpenings } from '#journey/previsit/booking/contract.ts'
import { FindTimes, PickPeriod, Reasons } from '#journey/previsit/booking/web/staff/index.ts'
import type { Desk } from '../../contract.ts'
import { useBookInVisit } from './use-book-in-visit.ts'

const POOLS: Readonly<Record<Kind, readonly PoolCode[]>> = { team: ['team', 'revisit', 'public'], 'cross-department': ['public'] }
type Kind = 'team' | 'cross-department'

interface Chosen {
  readonly periodId: number
  readonly pool: PoolCode
  readonly startsAt: string
  readonly who?: string
}

/** A colleague of the team, or another department of the hospital: a time, why, and that the patient agrees. */
export function OtherClinic({ desk, kind, onBooked }: { desk: Desk; kind: Kind; onBooked: () => void }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const [chosen, setChosen] = useState<Chosen>()
  const [reason, setReason] = useState('')
  const [agreed, setAgreed] = useState(false)
  const book = useBookInVisit(desk, onBooked)
  const isReady = chosen !== undefined && agreed && reason.trim().length >= 4
  const submit = () => { if (isReady) book.mutate({ periodId: chosen.periodId, pool: chosen.pool, kind, reason: reason.trim(), consent: true }) }
  return (
    <div className="stack">
      <Suspense fallback={<Bones cards={[3]} />}>
        <div className="consulting-times">
          {kind === 'team'
            ? <Team desk={desk} chosen={chosen} onChoose={setChosen} />
            : <FindTimes institutionId={desk.visit.institutionId} day={undefined} pools={POOLS[kind]} open={undefined} picked={chosen} onPick={setChosen} />}
        </div>
      </Suspense>
      <TextField label={t('revisit.reason')} hint={t('revisit.reason-note')} value={reason} onChange={setReason} maxLength={300} />
      <Checkbox label={t('revisit.consent', { name: desk.patient.name })} checked={agreed} onChange={setAgreed} />
      {isProblem(book.error) && <Alert tone="warning" title={book.error.title || t('offline')}><Suspense><Reasons problem={book.error} /></Suspense></Alert>}
      <Button kind="primary" disabled={!isReady} busy={book.isPending} onPress={submit}>{chosen ? t('revisit.book', { when: `${chosen.who ?? ''} ${format.dayTime(chosen.startsAt)}`.trim() }) : t('revisit.choose')}</Button>
    </div>
  )
}

function Team({ desk, chosen, onChoose }: { desk: Desk; chosen: Chosen | undefined; onChoose: (chosen: Chosen) => void }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const { institutionId, serviceId } = desk.visit
  const [mate, setMate] = useState('')
  const read = useQuery({ queryKey: ['booking', 'team', institutionId, serviceId], queryFn: () => api.get<TeamOpenings>(`/api/booking/services/${institutionId}/${serviceId}/team`) })
  if (read.isPending) return <Bones cards={[2]} />
  const mates = read.data?.openings ?? []
  const one = mates.find((each) => String(each.serviceId) === mate) ?? mates[0]
  if (!one) return <Alert tone="info">{t('revisit.no-team')}</Alert>
  const nameOf = (each: typeof one) => (each.practitioner ? (i18n.language === 'en' && each.practitioner.nameEn) || each.practitioner.name : each.serviceName)
  return (
    <>
      <Select label={t('revisit.colleague')} value={String(one.serviceId)} onChange={setMate} options={mates.map((each) => ({ value: String(each.serviceId), label: `${nameOf(each)} · ${each.next ? format.dayTime(each.next.startsAt) : ''}` }))} />
      <PickPeriod key={one.serviceId} institutionId={institutionId} serviceId={one.serviceId} day={undefined} pools={POOLS.team} picked={chosen} onPick={(picked) => onChoose({ ...picked, who: nameOf(one) })} />
    </>
  )
}
