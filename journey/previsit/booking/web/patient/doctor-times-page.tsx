import { Suspense, type ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, Card, Chip, Chips, ErrorState, Money, Page, Pairs, Section, useChrome, useFormat } from '#ui/index.ts'
import { OpeningNear } from '#journey/previsit/release/web/patient/index.ts'
import type { DayOfService, Place, TeamOpenings } from '../../contract.ts'
import { ownShareCents, useNames } from '../names.ts'
import { Confirm } from './confirm-sheet.tsx'
import { OpeningList } from './opening-list.tsx'
import { Refused } from './refused.tsx'
import { type ChosenPeriod, Times, useService, WhoHeader } from './times.tsx'
import { useHold, type Wish } from './use-hold.ts'
import { chooseWhom, useWhom } from './whom.ts'
import { WhoseCare } from './whose-care.tsx'
import './booking.css'

/** A doctor's times: choose a day and a period; it is kept while one looks at it once more. */
export function Component() {
  const { t } = useTranslation('booking')
  const { institutionId = '', serviceId = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const navigate = useNavigate()
  const read = useService(institutionId, serviceId)
  const { members, whom, signedOut } = useWhom()
  const { hold, confirm, letGo } = useHold()
  const setDay = (day: string) => setSearch({ day }, { replace: true })
  if (!read.data) {
    return <Page title={t('times.title')} back="/doctors">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[2, 3, 4]} />}</Page>
  }
  const { place } = read.data
  const here = `/doctors/${institutionId}/${serviceId}${search.size > 0 ? `?${search}` : ''}`
  const choose = (chosen: ChosenPeriod) => {
    if (signedOut || !whom) { void navigate(`/sign-in?next=${encodeURIComponent(here)}`); return }
    hold.mutate({ ...chosen, institutionId: place.institutionId, personId: whom.personId, holdMinutes: read.data.holdMinutes })
  }
  const held = hold.data
  const wish: Wish | undefined = hold.variables
  const takeFor = (personId: string) => {
    chooseWhom(personId)
    if (!held || !wish || personId === held.personId) return
    letGo(held)
    hold.mutate({ ...wish, personId })
  }
  const done = () => {
    if (held) confirm.mutate(held, { onSuccess: (booked) => void navigate(`/appointments/${booked.institutionId}/${booked.id}/booked`, { replace: true }) })
  }
  const holder = members.find((one) => one.personId === held?.personId)
  const sheet = held && wish && holder && (
    <Confirm
      held={held} place={place} members={members} whom={holder} busy={confirm.isPending} fault={isProblem(confirm.error) ? confirm.error : null}
      onWhom={takeFor} onConfirm={done} onClose={() => letGo(held)} onAgain={() => { confirm.reset(); hold.mutate(wish) }}
    />
  )
  return (
    <WithSheet sheet={sheet}>
      <Page title={t('times.title')} back="/doctors">
        <WhoHeader place={place} end={<WhoseCare />} />
        <Suspense><OpeningNear institutionId={place.institutionId} serviceId={place.serviceId} /></Suspense>
        {read.data.others.length > 0 && (
          <Chips label={t('times.clinics')}>
            <Chip pressed onPress={() => undefined}>{t(`kind.${place.serviceKind}`)}</Chip>
            {read.data.others.map((one) => <OtherClinic key={one.serviceId} institutionId={institutionId} other={one} />)}
          </Chips>
        )}
        {hold.isError && isProblem(hold.error) && <Refused problem={hold.error} onOther={(other) => { hold.reset(); setDay(localDayOf(other.startsAt)) }} />}
        {hold.isPending && <Alert tone="info">{t('times.holding')}</Alert>}
        <Times page={read.data} day={search.get('day')} onDay={setDay} chosen={held?.periodId ?? wish?.period.periodId} onChoose={choose} />
        <WaitForPlace days={read.data.days} place={place} />
        <Others place={place} family={members.length > 1} />
        <Price place={place} />
      </Page>
    </WithSheet>
  )
}

/** Booked out, or not soon enough: somebody waits for them. Loud where nothing is left, a quiet line where there is. */
function WaitForPlace({ days, place }: { days: readonly DayOfService[]; place: Place }) {
  const { t } = useTranslation('booking')
  if (days.length === 0) return null
  const href = `/waitlist/join?institution=${place.institutionId}&service=${place.serviceId}`
  const isFull = days.every((one) => one.state !== 'free')
  return isFull
    ? <Alert tone="now" title={t('wait.full')} action={<Button kind="primary" href={href}>{t('wait.join')}</Button>}>{t('wait.full-note')}</Alert>
    : <Button block icon="clock" href={href}>{t('wait.sooner')}</Button>
}

/** Other ways to the same care: coming with the family, or somebody of the same team. */
function Others({ place, family }: { place: Place; family: boolean }) {
  const { t } = useTranslation('booking')
  const { pick } = useNames()
  const here = `/api/booking/services/${place.institutionId}/${place.serviceId}/team`
  const team = useQuery({ queryKey: ['booking', 'team', place.institutionId, place.serviceId], enabled: place.practitioner !== null, queryFn: () => api.get<TeamOpenings>(here) })
  return (
    <>
      {family && <Button block icon="users" href={`/doctors/${place.institutionId}/${place.serviceId}/together`}>{t('together.open')}</Button>}
      {team.data && team.data.openings.length > 0 && (
        <Section title={t('team.title')} aside={<span className="small muted">{team.data.teams.map((one) => pick(one.name, one.nameEn)).join('、')}</span>}>
          <OpeningList openings={team.data.openings} />
        </Section>
      )}
    </>
  )
}

/** A sheet lies over its page; elder mode shows one thing at a time. */
function WithSheet({ sheet, children }: { sheet: ReactNode; children: ReactNode }) {
  const { elder } = useChrome()
  return <>{!(elder.on && sheet) && children}{sheet}</>
}

function OtherClinic({ institutionId, other }: { institutionId: string; other: { serviceId: number; name: string; nameEn: string } }) {
  const navigate = useNavigate()
  const { pick } = useNames()
  return <Chip pressed={false} onPress={() => void navigate(`/doctors/${institutionId}/${other.serviceId}`, { replace: true })}>{pick(other.name, other.nameEn)}</Chip>
}

/** What it costs before and after insurance, before anything is chosen. */
function Price({ place }: { place: Place }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  if (place.feeCents === null) return null
  return (
    <Card>
      <Pairs pairs={[
        { label: t('confirm.fee'), value: <Money cents={place.feeCents} /> },
        ...(place.insuranceShareBp > 0 ? [{ label: t('confirm.own-share'), value: t('confirm.about', { money: format.money(ownShareCents(place.feeCents, place.insuranceShareBp)) }) }] : []),
      ]} />
      {place.practitioner?.speciality && format.language !== 'en' && <p className="small">{t('times.treats', { what: place.practitioner.speciality })}</p>}
    </Card>
  )
}

function localDayOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10)
}
