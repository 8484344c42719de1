import { useTranslation } from 'react-i18next'
import { BigLink, useChrome } from '#ui/index.ts'

/** Four large doors: book, my day, pay, a person. What is needed less stands below, one under the other. */
export function ElderDoors({ visitHref }: { visitHref?: string | undefined }) {
  const { t } = useTranslation('patient')
  const { elder, help } = useChrome()
  return (
    <>
      <nav className="grid2" aria-label={t('home.doors')}>
        <BigLink href="/doctors" icon="calendar">{t('home.book')}</BigLink>
        {visitHref === undefined ? <BigLink href="/day" icon="route">{t('home.day')}</BigLink> : <BigLink href={visitHref} icon="pin">{t('home.here')}</BigLink>}
        <BigLink href="/bills" icon="wallet">{t('home.bills-elder')}</BigLink>
        <BigLink onPress={help} icon="hand">{t('home.help')}</BigLink>
      </nav>
      <BigLink plain href="/appointments" icon="clock">{t('home.bookings')}</BigLink>
      <BigLink plain href="/records" icon="file">{t('home.records-elder')}</BigLink>
      <BigLink plain icon="gear" onPress={elder.openSizes} end={t('home.normal-too')}>{t('home.larger')}</BigLink>
    </>
  )
}
