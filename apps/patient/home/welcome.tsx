import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { BigLink, Button, List, ListItem, Page, SearchField, SolidCard, useChrome } from '#ui/index.ts'
import { useGreeting } from './use-greeting.ts'

/** Home of somebody not signed in: ask first, sign in when it is needed, read comfortably. */
export function Welcome() {
  const { t } = useTranslation('patient')
  const { elder, help } = useChrome()
  const navigate = useNavigate()
  const greeting = useGreeting()
  const [asked, setAsked] = useState('')
  const search = () => void navigate(asked.trim() ? `/doctors?q=${encodeURIComponent(asked.trim())}` : '/doctors')
  return (
    <Page title={greeting}>
      <p className="lead">{t('welcome.what')}</p>
      <SearchField label={t('home.search')} placeholder={elder.on ? t('home.search-elder') : t('home.search')} value={asked} onChange={setAsked} onSubmit={search} />
      <SolidCard title={t('welcome.sign-in-title')} place={t('welcome.sign-in-note')} actions={<Button kind="now" icon="user" href="/sign-in">{t('welcome.sign-in')}</Button>} />
      {elder.on
        ? <><BigLink href="/doctors" icon="calendar">{t('home.book')}</BigLink><BigLink onPress={help} icon="hand">{t('home.help')}</BigLink><BigLink plain icon="gear" onPress={elder.openSizes} end={t('home.normal-too')}>{t('home.larger')}</BigLink></>
        : (
          <List label={t('home.doors')}>
            <ListItem icon="steth" title={t('welcome.find')} note={t('welcome.find-note')} href="/doctors" />
            <ListItem icon="access" title={t('welcome.elder')} note={t('me.elder-note')} onPress={elder.toggle} />
          </List>
        )}
    </Page>
  )
}
