import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Bones, Button, Card, EmptyState, ErrorState, Page, Pairs } from '#ui/index.ts'
import { useCalendarDay } from '../calendar-day.ts'
import { useRelationWords } from '../relation-words.ts'
import { useFamily } from './family-data.ts'
import { EndRelation } from './member-page.tsx'

/** Somebody who may act for me, and how to end that. */
export function Component() {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  const words = useRelationWords()
  const { proxyId } = useParams()
  const read = useFamily()
  if (read.isPending) return <Page title={t('proxies.title')} back="/family"><Bones cards={[4]} /></Page>
  if (read.isError) return <Page title={t('proxies.title')} back="/family"><ErrorState problem={read.error} onRetry={() => void read.refetch()} /></Page>
  const proxy = read.data.proxies.find((one) => one.personId === proxyId)
  const self = read.data.members[0]?.personId ?? ''
  if (!proxy) return <Page title={t('proxies.title')} back="/family"><EmptyState title={t('gone')} actions={<Button href="/family">{t('family')}</Button>} /></Page>
  return (
    <Page title={proxy.nameMasked} back="/family">
      <Card>
        <Pairs pairs={[
          { label: t('member.scope'), value: words.scope(proxy.scope) },
          { label: t('member.since'), value: proxy.since === null ? '' : calendarDay(proxy.since) },
          { label: t('member.until'), value: words.until(proxy.expiresAt) },
        ]} />
      </Card>
      <EndRelation personId={self} proxyId={proxy.personId} name={proxy.nameMasked} words="end-proxy" />
    </Page>
  )
}
