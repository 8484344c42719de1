import { useTranslation } from 'react-i18next'
import { useServerNow } from '#client/index.ts'
import { Kiosk, KioskTile, KioskTiles } from '#ui/index.ts'

/** An address that is none: it leads back to the start, and still says where a person helps. */
export function Component() {
  const { t } = useTranslation('kiosk')
  const now = useServerNow(5_000)
  return (
    <Kiosk place={t('shell.place')} machine={t('shell.machine')} now={now} title={t('kiosk.hello')} lead={t('kiosk.lead')} note={t('kiosk.note')}>
      <KioskTiles label={t('kiosk.services')}><KioskTile icon="home" title={t('kiosk.start')} href="/" /></KioskTiles>
    </Kiosk>
  )
}
