import { useTranslation } from 'react-i18next'
import { Grid, Tag, useFormat } from '#ui/index.ts'
import type { FindingDetail } from '../../contract.ts'

/** Bookings in the order they were made, with the seconds that matter. */
export function Timeline({ finding }: { finding: FindingDetail }) {
  const { t, i18n } = useTranslation('fairness')
  const format = useFormat()
  const seconds = (at: string) => new Date(at).toISOString().slice(17, 21)
  type Row = FindingDetail['timeline'][number]
  const afterRelease = ({ secondsAfterRelease: after }: Row) => {
    if (after === null) return <span className="muted">{t('finding.not-known')}</span>
    return after < 120 ? t('finding.seconds', { seconds: after.toFixed(1) }) : '–'
  }
  return (
    <Grid
      caption={t('finding.timeline')} rows={finding.timeline} rowKey={(one) => one.appointmentId}
      columns={[
        { key: 'at', title: t('finding.at'), rowHeader: true, cell: (one) => `${format.dayTime(one.at)}:${seconds(one.at)}` },
        { key: 'after', title: t('finding.after-release'), numeric: true, cell: afterRelease },
        { key: 'by', title: t('finding.by'), cell: (one) => [one.account, one.device].filter(Boolean).join(' · ') },
        { key: 'for', title: t('finding.for'), cell: (one) => <>{one.person} {!one.related && <Tag tone="warning">{t('finding.stranger')}</Tag>}</> },
        { key: 'where', title: t('finding.where'), cell: (one) => (i18n.language === 'en' && one.departmentNameEn) || one.departmentName },
        { key: 'became', title: t('finding.became'), cell: (one) => <>{t(`finding.status.${one.status}`)} {one.passedTo !== null && <Tag tone="danger">{t('finding.passed')}</Tag>}</> },
      ]}
    />
  )
}
