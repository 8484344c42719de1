import { useTranslation } from 'react-i18next'
import { changeLanguage } from '#apps/shell/i18n.ts'
import { changeReader, useReader } from '#apps/shell/reader.ts'
import { Card, List, ListItem, Page, Segmented, Section } from '#ui/index.ts'

/** 我的: who I am, whom I care for, how I read. */
export function Component() {
  const { t, i18n } = useTranslation(['patient', 'shell'])
  const reader = useReader()
  return (
    <Page title={t('tab.me')}>
      <Section title={t('me.reading')}>
        <Card>
          <div className="stack">
            <p className="label">{t('language.label', { ns: 'shell' })}</p>
            <Segmented
              label={t('language.label', { ns: 'shell' })} value={i18n.language}
              options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
              onChange={(value) => void changeLanguage(i18n, value === 'en' ? 'en' : 'zh-CN')}
            />
          </div>
        </Card>
        <List><ListItem icon="gear" title={reader.elder ? t('me.normal') : t('me.elder')} note={t('me.elder-note')} onPress={() => changeReader({ elder: !reader.elder })} /></List>
      </Section>
    </Page>
  )
}
