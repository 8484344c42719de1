import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, EmptyState, ErrorState, List, ListItem, Page, Section, SolidCard, useFormat } from '#ui/index.ts'
import type { RestrictionShown, StandingShown } from '../../contract.ts'
import { AskSheet, type About } from './ask-sheet.tsx'
import { IncidentList } from './incident-list.tsx'
import { AppealState } from './appeal-state.tsx'
import { Rules } from './rules.tsx'
import { standingsKey } from './standings-key.ts'

/** Why booking on line is paused, until when, what works as always, and how to say what happened. */
export function Component() {
  const { t } = useTranslation('fairness')
  const [about, setAbout] = useState<About>()
  const read = useQuery({ queryKey: standingsKey, queryFn: () => api.get<StandingShown[]>('/api/fairness/standings') })
  return (
    <Page title={t('mine.title')} back="/me">
      {read.isPending && <Bones cards={[3, 2]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('mine.clear')} actions={<Button kind="primary" href="/doctors">{t('mine.find')}</Button>}>{t('mine.clear-body')}</EmptyState>}
      {read.data?.map((standing) => <Standing key={`${standing.institutionId} ${standing.personId}`} standing={standing} onTell={setAbout} />)}
      {about && <AskSheet about={about} onClose={() => setAbout(undefined)} />}
    </Page>
  )
}

function Standing({ standing, onTell }: { standing: StandingShown; onTell: (about: About) => void }) {
  const { t, i18n } = useTranslation('fairness')
  const hospital = (i18n.language === 'en' && standing.institutionNameEn) || standing.institutionName
  const whose = [standing.name, hospital].filter(Boolean).join(' · ')
  return (
    <>
      {standing.restrictions.map((restriction) => (
        <Paused key={restriction.id} standing={standing} restriction={restriction} whose={whose} onTell={() => onTell({ institutionId: standing.institutionId, restrictionId: restriction.id })} />
      ))}
      {standing.restrictions.length === 0 && <Alert tone="success" title={t('mine.counting')}>{whose}. {t('mine.counting-body')}</Alert>}
      {standing.restrictions.length > 0 && <StillWorks phone={standing.phone} />}
      {standing.incidents.length > 0 && (
        <Section title={t('mine.list')} aside={standing.restrictions.length === 0 ? undefined : whose}>
          <Card>{standing.counts.filter((one) => one.counted > 0).map((one) => <p key={one.kind}>{t('mine.count', { kind: t(`kind.${one.kind}`), counted: one.counted, of: one.of })}</p>)}
            <Rules rules={standing.rules} />
          </Card>
          <IncidentList incidents={standing.incidents} institutionId={standing.institutionId} onTell={(incidentId) => onTell({ institutionId: standing.institutionId, incidentId })} />
        </Section>
      )}
    </>
  )
}

function Paused({ standing, restriction, whose, onTell }: { standing: StandingShown; restriction: RestrictionShown; whose: string; onTell: () => void }) {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  const rule = standing.rules.find((one) => one.kind === restriction.reason)
  const until = format.date(restriction.endsAt)
  return (
    <SolidCard
      context={whose} title={t(restriction.subjectKind === 'device' ? 'mine.paused-device' : 'mine.paused', { until })}
      place={rule ? t(`mine.why-${rule.kind}`, { count: rule.count, days: rule.withinDays }) : t('mine.why-scalping')}
      actions={restriction.appeal?.state === 'asked' ? undefined : <Button kind="now" onPress={onTell}>{t('mine.tell-pause')}</Button>}
    >
      {restriction.appeal && <AppealState appeal={restriction.appeal} institutionId={standing.institutionId} />}
    </SolidCard>
  )
}

function StillWorks({ phone }: { phone: string }) {
  const { t } = useTranslation('fairness')
  return (
    <Section title={t('mine.still')}>
      <List label={t('mine.still')}>
        <ListItem icon="building" title={t('mine.still-window')} />
        {phone ? <ListItem icon="phone" title={t('mine.still-phone')} note={t('mine.call', { phone })} href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`} /> : <ListItem icon="phone" title={t('mine.still-phone')} />}
        <ListItem icon="calendar" title={t('mine.still-kept')} href="/appointments" />
        <ListItem icon="ambulance" title={t('mine.still-emergency')} />
      </List>
    </Section>
  )
}
