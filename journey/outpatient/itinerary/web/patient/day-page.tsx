import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import { WayThere } from '#journey/throughout/guidance/web/patient/index.ts'
import { Bones, Button, EmptyState, ErrorState, List, ListItem, Page, SuccessState, useChrome, useFormat, useWhose } from '#ui/index.ts'
import type { Itinerary, Step } from '../../contract.ts'
import { DayView } from '../day-view.tsx'
import { useDay } from '../use-day.ts'

/** The whole day on one page. */
export function Component() {
  const { t } = useTranslation('itinerary')
  const [query] = useSearchParams()
  const [kept] = useWhose()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
  const members = family.data?.members ?? []
  const whose = members.find((one) => one.personId === (query.get('person') ?? kept)) ?? members[0]
  const title = whose && whose.kind !== 'self' ? t('day.title-of', { name: whose.name }) : t('day.title')
  if (family.isError) return <Page title={title} back="/"><ErrorState problem={family.error} onRetry={() => void family.refetch()} /></Page>
  if (!whose) return <Page title={title} back="/"><Bones cards={[4, 5]} /></Page>
  return <Day personId={whose.personId} title={title} own={whose.kind === 'self'} />
}

function Day({ personId, title, own }: { personId: string; title: string; own: boolean }) {
  const { t } = useTranslation('itinerary')
  const [query] = useSearchParams()
  const format = useFormat()
  const { help, elder } = useChrome()
  const read = useDay(personId, { day: query.get('day') ?? undefined })
  const day = read.data
  if (!day) return <Page title={title} back="/">{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones cards={[4, 5]} />}</Page>
  const due = toPay(day)
  const pay = due ? <Button block kind="primary" icon="wallet" href={due.href}>{t('day.pay', { amount: format.money(due.dueCents!) })}</Button> : undefined
  return (
    <Page title={title} back="/" action={elder.on ? undefined : pay}>
      {day.steps.length === 0 && <EmptyState title={t('day.empty')}>{t('day.empty-note')}</EmptyState>}
      {day.steps.length > 0 && <DayView day={day} wayTo={wayTo} actions={visitLink(day, t('day.visit'))} done={<SuccessState title={t('day.all-done')}>{t('day.all-done-note')}</SuccessState>} />}
      {elder.on && pay}
      <List>
        {own && <ListItem icon="users" title={t('day.companion')} note={t('day.companion-note')} href="/companions" />}
        <ListItem icon="hand" title={t('day.help')} note={t('day.help-note')} onPress={help} />
      </List>
    </Page>
  )
}

const toPay = (day: Itinerary): Step | undefined => day.steps.find((step) => step.kind === 'pay' && step.state !== 'done' && (step.dueCents ?? 0) > 0)

function wayTo(step: Step, isNow: boolean) {
  return step.at && step.institutionId !== null ? <WayThere institutionId={step.institutionId} to={step.at} isTimed={step.walkMinutes > 0} isOnSolid={isNow} /> : null
}

function visitLink(day: Itinerary, label: string) {
  const now = day.steps.find((step) => step.state === 'now' && step.kind === 'visit' && step.href)
  return now ? <Button kind="now" icon="clock" href={now.href}>{label}</Button> : null
}
