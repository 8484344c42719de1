import { useTranslation } from 'react-i18next'
import { AskForHelp } from '#journey/throughout/assistance/web/patient/index.ts'
import { List, ListItem, Sheet } from '#ui/index.ts'

/** A person is always one touch away: by phone, at a window, or an ambulance. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <Sheet title={t('help.title')} onClose={onClose}>
      <List>
        <ListItem icon="phone" title={t('help.desk')} note={t('help.desk-note')} href="tel:12320" />
        <AskForHelp onPress={onClose} />
        <ListItem icon="hand" title={t('help.window')} note={t('help.window-note')} />
        <ListItem icon="ambulance" title={t('help.emergency')} note={t('help.emergency-note')} href="tel:120" />
      </List>
    </Sheet>
  )
}
