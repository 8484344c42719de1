import { useTranslation } from 'react-i18next'
import { Kiosk, KioskTile, KioskTiles } from '#ui/index.ts'

/** A machine nobody has set up yet, or an address that is none: it still says where a person helps. */
export function Component() {
  const { t } = useTranslation('kiosk')
  return (
    <Kiosk place={t('place')} machine={t('machine')} title={t('hello')} lead={t('lead')} note={t('note')}>
      <KioskTiles label={t('services')}>
        <KioskTile icon="calendar" title={t('check-in')} closed={t('not-set-up')} />
        <KioskTile icon="hand" title={t('window')} hint={t('window-note')} />
      </KioskTiles>
    </Kiosk>
  )
}
