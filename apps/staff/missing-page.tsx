import { useTranslation } from 'react-i18next'
import { Button, Desk, EmptyState, Pane } from '#ui/index.ts'

export function Component() {
  const { t } = useTranslation('shell')
  return (
    <Desk title={t('missing.title')}>
      <Pane label={t('missing.title')}><EmptyState title={t('missing.title')} actions={<Button href="/">{t('broken.home')}</Button>}>{t('missing.body')}</EmptyState></Pane>
    </Desk>
  )
}
