import { useTranslation } from 'react-i18next'
import { KioskTile, KioskTiles } from '#ui/index.ts'
import { KioskPage } from './kiosk-page.tsx'

export function Component() {
  const { t } = useTranslation('kiosk')
  return (
    <KioskPage title={t('hello')} lead={t('lead')}>
      <KioskTiles label={t('services')}><KioskTile icon="calendar" title={t('check-in')} hint={t('check-in-hint')} href="/check-in" /></KioskTiles>
    </KioskPage>
  )
}
