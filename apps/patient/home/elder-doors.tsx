import { useTranslation } from 'react-i18next'
import { BigLink, useChrome } from '#ui/index.ts'

/** Four large doors, and the way to larger letters. */
export function ElderDoors() {
  const { t } = useTranslation('patient')
  const { elder } = useChrome()
  return (
    <>
      <nav className="grid2" aria-label={t('home.doors')}>
        <BigLink href="/doctors" icon="calendar">{t('home.book')}</BigLink>
        <BigLink href="/appointments" icon="clock">{t('home.bookings')}</BigLink>
        <BigLink href="/bills" icon="wallet">{t('home.bills-elder')}</BigLink>
        <BigLink href="/records" icon="file">{t('home.records-elder')}</BigLink>
      </nav>
      <BigLink plain icon="gear" onPress={elder.openSizes} end={t('home.normal-too')}>{t('home.larger')}</BigLink>
    </>
  )
}
