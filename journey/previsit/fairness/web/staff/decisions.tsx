import { useTranslation } from 'react-i18next'
import { List, useFormat } from '#ui/index.ts'
import type { FindingDetail } from '../../contract.ts'

/** Everything that was decided, by whom and why. */
export function Decisions({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  if (finding.decisions.length === 0) return null
  const days = (grade: string | null) => finding.grades.find((one) => one.code === grade)?.days
  const what = (one: FindingDetail['decisions'][number]) => [
    t(`finding.decision-${one.kind}`), ...(one.grade === null ? [] : [t('finding.grade-month', { days: days(one.grade) })]),
    ...(one.state === 'in-force' ? [] : [t(`finding.decision-${one.state}`)]), ...(one.secondedBy !== null && one.state === 'in-force' ? [t('finding.decision-seconded', { name: one.secondedBy })] : []),
  ].join(t('mine.comma'))
  return (
    <>
      <h3>{t('finding.decisions')}</h3>
      <List label={t('finding.decisions')}>
        {finding.decisions.map((one) => (
          <li key={one.id} className="fairness-decision"><b>{what(one)}</b><p>{one.reason}</p><p className="caption muted">{one.decidedBy} · {format.dayTime(one.decidedAt)}</p></li>
        ))}
      </List>
    </>
  )
}
