import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { Desk, EmptyState, List, ListItem, Pane, useChrome, useFormat, useMinute } from '#ui/index.ts'

/** The first page of a working day: where one can go. */
export function Component() {
  const { t } = useTranslation('staff')
  const { rail } = useChrome()
  const format = useFormat()
  const now = useMinute()
  const groups = rail.slice(1)
  const [only, ...others] = groups.flatMap((group) => group.doors)
  // Someone with one kind of work goes straight to it.
  if (only && others.length === 0) return <Navigate to={only.href} replace />
  return (
    <Desk title={t('today')} context={format.date(now)} panes="480px 1fr">
      <Pane label={t('doors')} paper>
        {groups.map((group) => (
          <section key={group.label} aria-label={group.label}>
            <h2 className="small muted">{group.label}</h2>
            <List>{group.doors.map((door) => <ListItem key={door.href} icon={door.icon} title={door.label} href={door.href} />)}</List>
          </section>
        ))}
      </Pane>
      <Pane label={t('today')} paper><EmptyState title={t('choose')}>{t('choose-note')}</EmptyState></Pane>
    </Desk>
  )
}
