import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Page, SearchField, Tile, Tiles } from '#ui/index.ts'

export function Component() {
  const { t } = useTranslation('patient')
  const navigate = useNavigate()
  const [asked, setAsked] = useState('')
  return (
    <Page title={t('home.hello')}>
      <SearchField label={t('home.search')} placeholder={t('home.search')} value={asked} onChange={setAsked} onSubmit={() => void navigate(`/doctors?q=${encodeURIComponent(asked)}`)} />
      <Tiles label={t('home.doors')}>
        <Tile href="/doctors" icon="calendar">{t('home.book')}</Tile>
        <Tile href="/records" icon="file">{t('tab.records')}</Tile>
      </Tiles>
    </Page>
  )
}
