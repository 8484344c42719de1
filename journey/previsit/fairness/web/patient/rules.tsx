import { useTranslation } from 'react-i18next'
import { Explain } from '#ui/index.ts'
import type { CountRuleShown } from '../../contract.ts'

/** How it is counted, in words anybody can check. */
export function Rules({ rules }: { rules: readonly CountRuleShown[] }) {
  const { t } = useTranslation('fairness')
  const line = ({ kind, count, withinDays, stopDays, countFrom }: CountRuleShown) => ({
    label: t(`kind.${kind}`),
    value: [
      `${t('mine.rule-line', { count, days: withinDays, stop: stopDays[0] })}${t('mine.comma')}${t(`mine.rule-${countFrom}`)}`,
      ...(stopDays[1] === undefined ? [] : [t('mine.rule-again', { stop: stopDays[1] })]),
    ].join(t('mine.semicolon')),
  })
  return <Explain question={t('mine.rule')} lines={[...rules.map(line), { label: t('mine.rule-never'), value: '' }]} />
}
