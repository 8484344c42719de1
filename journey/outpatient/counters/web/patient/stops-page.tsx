import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { List, ListItem, Page, useChrome } from '#ui/index.ts'
import { StopCards } from './stop-cards.tsx'

/** After the doctor: laboratory, examinations, pharmacy, under the number of the morning. */
export function Component() {
  const { t } = useTranslation('counters')
  const { institutionId = '', visitId = '' } = useParams()
  const { help } = useChrome()
  return (
    <Page title={t('stops.title')} back={`/visits/${institutionId}/${visitId}`}>
      <p className="muted">{t('stops.about')}</p>
      <StopCards institutionId={Number(institutionId)} visitId={visitId} />
      <List><ListItem icon="hand" title={t('stops.help')} onPress={help} /></List>
    </Page>
  )
}
