import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Anchor } from '#ui/index.ts'
import './service-desk.css'

const pages = [['desk', ''], ['items', '/items'], ['complaints', '/complaints'], ['answers', '/answers'], ['handover', '/handover'], ['figures', '/figures']] as const

/** The pages of the desk, always at the same place. */
export function Tabs() {
  const { t } = useTranslation('servicedesk')
  const here = useLocation().pathname
  return (
    <nav className="sd-tabs" aria-label={t('tab.label')}>
      {pages.map(([name, path]) => <Anchor key={name} href={`/service-desk${path}`} aria-current={here.endsWith(`/service-desk${path}`) ? 'page' : undefined}>{t(`tab.${name}`)}</Anchor>)}
    </nav>
  )
}
