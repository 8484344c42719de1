import { useTranslation } from 'react-i18next'
import { Page } from '#ui/index.ts'
import { Helping } from '../beside/helping.tsx'

/** For a relative: the code they were told, then the other's page. */
export function Component() {
  const { t } = useTranslation('assistance')
  return <Page title={t('help.title')} back="/me"><Helping /></Page>
}
