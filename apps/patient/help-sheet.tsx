import { useTranslation } from 'react-i18next'
import { useReader } from '#apps/shell/reader.ts'
import { AskForHelp } from '#journey/throughout/assistance/web/patient/index.ts'
import { List, ListItem, setReading, Sheet } from '#ui/index.ts'

/** A person is always one touch away: the hospital's desk, family, somebody who looks along, a window, an ambulance. */
export function HelpSheet({ onClose, onFamily }: { onClose: () => void; onFamily: () => void }) {
  const { t } = useTranslation('shell')
  const { familyPhone } = useReader()
  return (
    <Sheet title={t('help.title')} onClose={onClose}>
      <List>
        <ListItem icon="phone" title={t('help.desk')} note={t('help.desk-note')} href="tel:12320" />
        {familyPhone ? <ListItem icon="users" title={t('help.family')} note={familyPhone} href={`tel:${familyPhone}`} /> : <ListItem icon="users" title={t('help.family')} note={t('help.family-set')} onPress={onFamily} />}
        <AskForHelp onPress={onClose} />
        <ListItem icon="sound" title={t('help.read')} note={t('help.read-note')} onPress={() => { onClose(); setReading(true) }} />
        <ListItem icon="hand" title={t('help.window')} note={t('help.window-note')} />
        <ListItem icon="ambulance" title={t('help.emergency')} note={t('help.emergency-note')} href="tel:120" />
      </List>
    </Sheet>
  )
}
