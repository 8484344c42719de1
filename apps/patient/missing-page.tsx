import { useTranslation } from 'react-i18next'
import { Button, EmptyState, Page } from '#ui/index.ts'

export function Component() {
  const { t } = useTranslation('shell')
  return (
    <Page title={t('missing.title')} back="/">
      <EmptyState title={t('missing.title')} actions={<Button kind="soft" href="/">{t('broken.home')}</Button>}>{t('missing.body')}</EmptyState>
    </Page>
  )
}
