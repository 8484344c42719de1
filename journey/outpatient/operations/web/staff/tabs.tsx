import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Anchor } from '#ui/index.ts'
import './operations.css'

export function Tabs() {
  const { t } = useTranslation('operations')
  const here = useLocation().pathname
  return (
    <nav className="op-tabs" aria-label={t('tab.label')}>
      {([['now', ''], ['advice', '/advice']] as const).map(([name, path]) => <Anchor key={name} href={`/operations${path}`} aria-current={here.endsWith(`/operations${path}`) ? 'page' : undefined}>{t(`tab.${name}`)}</Anchor>)}
    </nav>
  )
}
