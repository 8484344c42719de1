import { useTranslation } from 'react-i18next'
import { Desk, Pane } from '#ui/index.ts'
import { Helping } from '../beside/helping.tsx'

/** For staff and volunteers at a desk. */
export function Component() {
  const { t } = useTranslation('assistance')
  return <Desk title={t('help.title')}><Pane label={t('help.title')}><Helping wide /></Pane></Desk>
}
