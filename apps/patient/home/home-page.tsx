import { useTranslation } from 'react-i18next'
import { useSession } from '#apps/shell/session.ts'
import { Bones, Page } from '#ui/index.ts'
import { MyHome } from './my-home.tsx'
import { Welcome } from './welcome.tsx'

export function Component() {
  const { t } = useTranslation('shell')
  const session = useSession()
  if (session.isPending) return <Page title={t('product')}><Bones cards={[4, 2]} /></Page>
  const person = session.data?.stage === 'full' ? session.data.person : null
  return person ? <MyHome person={person} /> : <Welcome />
}
