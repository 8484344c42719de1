import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { api, isProblem, newKey, type Problem } from '#client/index.ts'
import type { FamilyMember } from '#journey/throughout/people/contract.ts'
import { Alert, Bones, Button, Card, Checkbox, Day, Days, EmptyState, ErrorState, Page, Pairs, Section, Sheet, Slot, Slots, useFormat } from '#ui/index.ts'
import type { Appointment, PeriodsOfDay, ServicePage } from '../../contract.ts'
import { useReasons } from '../reasons.tsx'
import { type TogetherOption, togetherOptions } from '../together-options.ts'
import { dayToShow, useService, WhoHeader } from './times.tsx'
import { useWhom } from './whom.ts'
import './booking.css'

/** Several of the family at one clinic: at the same time where there is room, otherwise one after the other; all or nobody. */
export function Component() {
  const { t } = useTranslation('booking')
  const { institutionId = '', serviceId = '' } = useParams()
  const back = `/doctors/${institutionId}/${serviceId}`
  const read = useService(institutionId, serviceId)
  const { members, signedOut } = useWhom()
  const navigate = useNavigate()
  if (signedOut) void navigate(`/sign-in?next=${encodeURIComponent(`${back}/together`)}`, { replace: true })
  return (
    <Page title={t('together.title')} back={back}>
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && members.length > 0 ? <Together page={read.data} members={members} /> : !read.isError && <Bones cards={[2, 3]} />}
    </Page>
  )
}

function Together({ page, members }: { page: ServicePage; members: FamilyMember[] }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const [search, setSearch] = useSearchParams()
  const [chosen, setChosen] = useState(() => new Set(members.slice(0, 2).map((one) => one.personId)))
  const [option, setOption] = useState<TogetherOption>()
  const people = members.filter((one) => chosen.has(one.personId))
  const day = dayToShow(page.days, search.get('day'))
  const toggle = (id: string) => setChosen((now) => {
    const next = new Set(now)
    if (!next.delete(id)) next.add(id)
    return next
  })
  return (
    <>
      <WhoHeader place={page.place} />
      <Card label={t('together.who')}>
        <fieldset>
          <legend>{t('together.who')}</legend>
          {members.map((one) => <Checkbox key={one.personId} checked={chosen.has(one.personId)} onChange={() => toggle(one.personId)} label={one.kind === 'self' ? `${one.name} ${t('together.me')}` : one.name} />)}
        </fieldset>
        <Button small kind="quiet" icon="plus" href="/family/add">{t('together.add')}</Button>
      </Card>
      {people.length < 2 && <Alert tone="info">{t('together.two')}</Alert>}
      {people.length >= 2 && !day && <EmptyState title={t('times.none')}>{t('times.none-note')}</EmptyState>}
      {people.length >= 2 && day && (
        <>
          <Days label={t('times.days')}>
            {page.days.slice(0, 14).map((one) => (
              <Day key={one.day} weekday={format.weekday(one.day)} date={Number(one.day.slice(8))} pressed={one.day === day.day} onPress={() => setSearch({ day: one.day }, { replace: true })}
                left={one.state === 'free' ? t('times.left', { count: one.left }) : t(`times.day.${one.state}`)} state={one.state === 'free' ? 'free' : one.state === 'suspended' ? 'stopped' : 'full'} />
            ))}
          </Days>
          <Options page={page} day={day.day} count={people.length} onChoose={setOption} />
        </>
      )}
      {option && <ConfirmTogether page={page} people={people} option={option} onClose={() => setOption(undefined)} />}
    </>
  )
}

function Options({ page, day, count, onChoose }: { page: ServicePage; day: string; count: number; onChoose: (option: TogetherOption) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const { institutionId, serviceId } = page.place
  const read = useQuery({ queryKey: ['booking', 'periods', institutionId, serviceId, day], queryFn: () => api.get<PeriodsOfDay>(`/api/booking/services/${institutionId}/${serviceId}/periods`, { query: { day } }) })
  if (read.isPending) return <Bones cards={[3]} />
  if (read.isError) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const options = togetherOptions(read.data.periods, count)
  if (options.length === 0) return <Alert tone="info" title={t('together.none', { count })}>{t('together.none-note')}</Alert>
  return (
    <>
      {(['same-time', 'in-turn'] as const).map((kind) => {
        const of = options.filter((one) => one.kind === kind)
        return of.length > 0 && (
          <Section key={kind} title={t(`together.${kind}`)}>
            <Slots label={t(`together.${kind}`)}>
              {of.map((one) => <Slot key={one.startsAt} time={format.time(one.startsAt)} left={kind === 'in-turn' ? t('together.until', { time: format.time(one.endsAt) }) : t('together.places', { count })} onPress={() => onChoose(one)} />)}
            </Slots>
          </Section>
        )
      })}
    </>
  )
}

function ConfirmTogether({ page, people, option, onClose }: { page: ServicePage; people: FamilyMember[]; option: TogetherOption; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const book = useMutation({
    mutationFn: () => api.post<Appointment[]>('/api/booking/together', {
      idempotencyKey: newKey(),
      body: { institutionId: page.place.institutionId, entries: people.map((person, at) => ({ personId: person.personId, periodId: option.places[at]?.periodId, pool: option.places[at]?.pool })) },
    }),
    onSettled: () => client.invalidateQueries({ queryKey: ['booking'] }),
    onSuccess: () => void navigate('/appointments', { replace: true }),
  })
  return (
    <Sheet title={t('together.confirm')} onClose={onClose}>
      <div className="stack">
        <p className="muted">{format.date(option.startsAt)}</p>
        <Pairs pairs={people.map((person, at) => ({ label: person.name, value: format.time(option.places[at]?.startsAt ?? option.startsAt) }))} />
        {page.place.feeCents !== null && <p className="small muted">{t('together.fee', { money: format.money(page.place.feeCents, { whole: true }) })}</p>}
        {isProblem(book.error) && <WhyNot problem={book.error} people={people} />}
        <Button kind="primary" block busy={book.isPending} onPress={() => book.mutate()}>{t('together.book', { count: people.length })}</Button>
        <p className="small muted">{t('together.all-or-nobody')}</p>
      </div>
    </Sheet>
  )
}

/** By person: what speaks against it, and who could have come. */
function WhyNot({ problem, people }: { problem: Problem; people: FamilyMember[] }) {
  const { t } = useTranslation('booking')
  const { entriesOf, title, next } = useReasons()
  const entries = entriesOf(problem)
  const steps = [...new Set(entries.flatMap((entry) => entry.reasons.map((reason) => next(reason.code))).filter(Boolean))]
  return (
    <Alert tone="warning" title={problem.title}>
      <ul className="booking-reasons">
        {entries.map((entry) => <li key={entry.personId}>{people.find((one) => one.personId === entry.personId)?.name}: {entry.reasons.length === 0 ? t('together.would-do') : entry.reasons.map((reason) => title(reason.code)).join(' ')}</li>)}
      </ul>
      {steps.map((step) => <p key={step} className="small">{step}</p>)}
    </Alert>
  )
}
