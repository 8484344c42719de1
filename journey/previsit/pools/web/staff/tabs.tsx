import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Segmented } from '#ui/index.ts'

const paths = { fill: '/pools', rules: '/pools/rules', released: '/pools/released' } as const

/** The three pages of the pools. */
export function Tabs({ at }: { at: keyof typeof paths }) {
  const { t } = useTranslation('pools')
  const navigate = useNavigate()
  return (
    <Segmented
      label={t('nav')} value={at} onChange={(value) => void navigate(paths[value as keyof typeof paths])}
      options={(['fill', 'rules', 'released'] as const).map((one) => ({ value: one, label: t(`tab.${one}`) }))}
    />
  )
}
