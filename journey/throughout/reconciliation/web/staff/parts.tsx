import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Anchor, Segmented, TextField } from '#ui/index.ts'
import './finance.css'

const pages = [
  { path: '/finance', key: 'dashboard' }, { path: '/finance/statements', key: 'statements' }, { path: '/finance/differences', key: 'differences' }, { path: '/finance/days', key: 'days' },
] as const

/** The pages of the finance department, in the order of a morning. */
export function Tabs() {
  const { t } = useTranslation('reconciliation')
  const { pathname } = useLocation()
  return (
    <nav className="reconciliation-tabs" aria-label={t('nav.finance')}>
      {pages.map(({ path, key }) => <Anchor key={key} href={path} aria-current={pathname === path ? 'page' : undefined}>{t(`nav.${key}`)}</Anchor>)}
    </nav>
  )
}

export function DayField({ day, label, onChange }: { day: string; label: string; onChange: (day: string) => void }) {
  return <TextField type="date" label={<span className="sr">{label}</span>} value={day} onChange={(value) => value !== '' && onChange(value)} />
}

export function OpenOrDone({ state, onChange }: { state: string; onChange: (state: string) => void }) {
  const { t } = useTranslation('reconciliation')
  return <Segmented label={t('difference.status')} value={state} onChange={onChange} options={[{ value: 'open', label: t('difference.to-do') }, { value: 'closed', label: t('difference.done') }]} />
}
