import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Chip, Chips, Day, Days, localDay, Segmented, Sheet, Slot, Slots, useFormat } from '#ui/index.ts'
import type { Step } from '#ui/index.ts'
import type { DayOfService, Period, PeriodsOfDay, PoolCode, ServicePage } from '#journey/previsit/booking/contract.ts'
import type { Desk } from '../../contract.ts'
import { OtherClinic } from './other-clinic.tsx'
import { useBookInVisit } from './use-book-in-visit.ts'

/** Coming back, and other departments, as steps of the patient's line, with the sheet that books them. */
export function useRevisit(desk: Desk): { step: Step; referrals: readonly Step[]; sheet: React.ReactNode; bookedAt: string | undefined } {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { revisit } = desk
  const open = desk.mayWrite ? <Button small onPress={() => setOpen(true)}>{t('next.book')}</Button> : revisit ? undefined : t('next.not-booked')
  const step: Step = { key: 'revisit', state: 'next', label: revisit ? t('next.revisit-at', { when: format.dayTime(revisit.startsAt) }) : t('next.revisit'), end: open }
  const referrals = desk.referrals.map((one): Step => ({
    key: one.appointmentId, state: 'next', note: one.reason,
    label: t('next.referral', { department: (i18n.language === 'en' && one.departmentNameEn) || one.departmentName, when: format.dayTime(one.startsAt) }),
  }))
  return { step, referrals, bookedAt: revisit?.startsAt, sheet: isOpen ? <RevisitSheet desk={desk} onClose={() => setOpen(false)} /> : null }
}

type Where = 'same' | 'team' | 'other'

function RevisitSheet({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation('consulting')
  const [where, setWhere] = useState<Where>(desk.revisit ? 'other' : 'same')
  return (
    <Sheet title={t('revisit.title')} onClose={onClose}>
      <div className="consulting-revisit">
        <Segmented
          label={t('revisit.where')} value={where} onChange={(value) => setWhere(value as Where)}
          options={(['same', 'team', 'other'] as const).map((value) => ({ value, label: t(`revisit.where-${value}`) }))}
        />
        {where !== 'other' && desk.revisit && <Alert tone="info">{t('revisit.already')}</Alert>}
        {where === 'same' && !desk.revisit && <SameClinic desk={desk} onClose={onClose} />}
        {where === 'team' && !desk.revisit && <OtherClinic key="team" desk={desk} kind="team" onBooked={onClose} />}
        {where === 'other' && <OtherClinic key="other" desk={desk} kind="cross-department" onBooked={onClose} />}
      </div>
    </Sheet>
  )
}

const WEEKS = [1, 2, 4] as const

/** The same clinic again, in one, two or four weeks: the nearest day with time is offered first. */
function SameClinic({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useTranslation('consulting')
  const { institutionId, serviceId } = desk.visit
  const [chosenDay, setChosenDay] = useState<string>()
  const [weeks, setWeeks] = useState<number>(1)
  const page = useQuery({ queryKey: ['booking', 'service', institutionId, serviceId], queryFn: () => api.get<ServicePage>(`/api/booking/services/${institutionId}/${serviceId}`) })
  const free = (page.data?.days ?? []).filter(({ state }) => state === 'free')
  const day = chosenDay ?? inWeeks(free, weeks)?.day
  return (
    <>
      <Chips label={t('revisit.when')}>{WEEKS.map((count) => <Chip key={count} pressed={chosenDay === undefined && weeks === count} onPress={() => { setWeeks(count); setChosenDay(undefined) }}>{t('revisit.in-weeks', { count })}</Chip>)}</Chips>
      {page.isPending && <Bones cards={[2]} />}
      {page.isError && <Alert tone="warning">{page.error.title || t('offline')}</Alert>}
      {page.isSuccess && free.length === 0 && <Alert tone="info">{t('revisit.none')}</Alert>}
      {free.length > 0 && <FreeDays days={free} chosen={day} onChoose={setChosenDay} />}
      {day && <DaySlots key={day} desk={desk} day={day} onBooked={onClose} />}
    </>
  )
}

/** The first day with time not earlier than so many weeks from now; the last there is where booking is not open that far. */
function inWeeks(days: readonly DayOfService[], weeks: number): DayOfService | undefined {
  const from = localDay(Date.now() + (7 * weeks - 1) * 86_400_000)
  return days.find(({ day }) => day >= from) ?? days.at(-1)
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
  const { institutionId, serviceId } = desk.visit
  const [chosen, setChosen] = useState<Period>()
  const [half, setHalf] = useState<Period['half']>('morning')
  const read = useQuery({
    queryKey: ['booking', 'periods', institutionId, serviceId, day],
    queryFn: () => api.get<PeriodsOfDay>(`/api/booking/services/${institutionId}/${serviceId}/periods`, { query: { day } }),
  })
  const book = useBookInVisit(desk, onBooked)
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
