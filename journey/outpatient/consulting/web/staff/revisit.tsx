import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Day, Days, Segmented, Sheet, Slot, Slots, useFormat } from '#ui/index.ts'
import type { Step } from '#ui/index.ts'
import type { DayOfService, Period, PeriodsOfDay, PoolCode, ServicePage } from '#journey/previsit/booking/contract.ts'
import type { Desk, Revisit, RevisitRequest } from '../../contract.ts'

/** The return visit as a step of the patient's line, with the sheet that books it. */
export function useRevisit(desk: Desk): { step: Step; sheet: React.ReactNode; bookedAt: string | undefined } {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { revisit } = desk
  const step: Step = revisit
    ? { key: 'revisit', state: 'next', label: t('next.revisit-at', { when: format.dayTime(revisit.startsAt) }) }
    : { key: 'revisit', state: 'next', label: t('next.revisit'), end: desk.mayWrite ? <Button small onPress={() => setOpen(true)}>{t('next.book')}</Button> : t('next.not-booked') }
  return { step, bookedAt: revisit?.startsAt, sheet: isOpen ? <RevisitSheet desk={desk} onClose={() => setOpen(false)} /> : null }
}

function RevisitSheet({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation('consulting')
  const { institutionId, serviceId } = desk.visit
  const [chosenDay, setChosenDay] = useState<string>()
  const page = useQuery({ queryKey: ['booking', 'service', institutionId, serviceId], queryFn: () => api.get<ServicePage>(`/api/booking/services/${institutionId}/${serviceId}`) })
  const free = (page.data?.days ?? []).filter(({ state }) => state === 'free')
  const day = chosenDay ?? weekLater(free)?.day
  return (
    <Sheet title={t('revisit.title')} onClose={onClose}>
      <div className="consulting-revisit">
        {page.isPending && <Bones cards={[2]} />}
        {page.isError && <Alert tone="warning">{page.error.title || t('offline')}</Alert>}
        {page.isSuccess && free.length === 0 && <Alert tone="info">{t('revisit.none')}</Alert>}
        {free.length > 0 && <FreeDays days={free} chosen={day} onChoose={setChosenDay} />}
        {day && <DaySlots key={day} desk={desk} day={day} onBooked={onClose} />}
      </div>
    </Sheet>
  )
}

/** People mostly come back a week or more later: that day is offered first. */
function weekLater(days: readonly DayOfService[]): DayOfService | undefined {
  const inAWeek = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
  return days.find(({ day }) => day >= inAWeek) ?? days[0]
}

function FreeDays({ days, chosen, onChoose }: { days: readonly DayOfService[]; chosen: string | undefined; onChoose: (day: string) => void }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const dateOf = (day: string) => `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`
  return (
    <Days label={t('revisit.title')}>
      {days.map(({ day, left }) => <Day key={day} weekday={format.weekday(day)} date={dateOf(day)} left={t('revisit.left', { count: left })} state="free" pressed={day === chosen} onPress={() => onChoose(day)} />)}
    </Days>
  )
}

/** Of which pool this period can be given now: the one kept for return visits first. */
function poolOf({ pools }: Period): PoolCode | undefined {
  const open = pools.filter(({ open: isOpen, left }) => isOpen && left > 0).map(({ pool }) => pool)
  return (['revisit', 'public'] as const).find((pool) => open.includes(pool))
}

function DaySlots({ desk, day, onBooked }: { desk: Desk; day: string; onBooked: () => void }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const client = useQueryClient()
  const { institutionId, serviceId, visitId } = desk.visit
  const [chosen, setChosen] = useState<Period>()
  const [half, setHalf] = useState<Period['half']>('morning')
  const read = useQuery({
    queryKey: ['booking', 'periods', institutionId, serviceId, day],
    queryFn: () => api.get<PeriodsOfDay>(`/api/booking/services/${institutionId}/${serviceId}/periods`, { query: { day } }),
  })
  const book = useMutation({
    mutationFn: (request: RevisitRequest) => api.post<Revisit>(`/api/consulting/visits/${visitId}/revisit`, { body: request }),
    onSuccess: (revisit) => {
      client.setQueryData<Desk>(['consulting', 'visit', visitId], (now) => now && { ...now, revisit })
      onBooked()
    },
    onError: () => void read.refetch(),
  })
  if (read.isPending) return <Bones cards={[2]} />
  const offered = (read.data?.periods ?? []).filter((period) => period.state === 'free' && poolOf(period))
  const halves = [...new Set(offered.map((period) => period.half))]
  const shown = halves.includes(half) ? half : halves[0]
  if (offered.length === 0) return <Alert tone="info">{t('revisit.none')}</Alert>
  const pool = chosen && poolOf(chosen)
  return (
    <>
      {halves.length > 1 && <Segmented label={t('revisit.half-label')} value={shown ?? ''} onChange={(value) => setHalf(value as Period['half'])} options={halves.map((value) => ({ value, label: t(`revisit.half.${value}`) }))} />}
      <Slots label={t('revisit.choose')}>
        {offered.filter((period) => period.half === shown).map((period) => {
          const pooled = period.pools.find((one) => one.pool === poolOf(period))
          return <Slot key={period.periodId} time={format.time(period.startsAt)} left={t('revisit.left', { count: pooled?.left ?? 0 })} chosen={period.periodId === chosen?.periodId} onPress={() => setChosen(period)} />
        })}
      </Slots>
      {book.isError && <Alert tone="warning">{book.error.title || t('offline')}</Alert>}
      <Button kind="primary" disabled={!chosen || !pool} busy={book.isPending} onPress={() => chosen && pool && book.mutate({ periodId: chosen.periodId, pool })}>
        {chosen ? t('revisit.book', { when: format.dayTime(chosen.startsAt) }) : t('revisit.choose')}
      </Button>
    </>
  )
}
