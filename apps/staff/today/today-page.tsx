import { useTranslation } from 'react-i18next'
import { Desk, List, ListItem, Pane, useChrome, useFormat, useMinute } from '#ui/index.ts'

/** The first page of a working day: where one can go. */
export function Component() {
  const { t } = useTranslation('staff')
  const { rail } = useChrome()
  const format = useFormat()
  const now = useMinute()
  return (
    <Desk title={t('today')} context={format.date(now)}>
      <Pane label={t('doors')} paper>
        <List>{rail.slice(1).map((door) => <ListItem key={door.href} icon={door.icon} title={door.label} href={door.href} />)}</List>
      </Pane>
    </Desk>
  )
}
