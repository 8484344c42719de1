import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { Desk, EmptyState, List, ListItem, Pane, useChrome, useFormat, useMinute } from '#ui/index.ts'

/** The first page of a working day: where one can go. */
export function Component() {
  const { t } = useTranslation('staff')
  const { rail } = useChrome()
  const format = useFormat()
  const now = useMinute()
  const work = rail.slice(1)
  // Someone with one kind of work goes straight to it.
  if (work.length === 1 && work[0]) return <Navigate to={work[0].href} replace />
  return (
    <Desk title={t('today')} context={format.date(now)} panes="480px 1fr">
      <Pane label={t('doors')} paper>
        <List>{work.map((door) => <ListItem key={door.href} icon={door.icon} title={door.label} href={door.href} />)}</List>
      </Pane>
      <Pane label={t('today')} paper><EmptyState title={t('choose')}>{t('choose-note')}</EmptyState></Pane>
    </Desk>
  )
}
