import { useTranslation } from 'react-i18next'
import { Button, EmptyState, Sep, useFormat } from '#ui/index.ts'
import type { Desk, PastVisit } from '../../contract.ts'

/** What was found and said before, newest first; one press brings an old history into this note. */
export function PastVisits({ visits, onBring }: { visits: readonly PastVisit[]; onBring?: ((visit: PastVisit) => void) | undefined }) {
  const { t, i18n } = useTranslation('consulting')
  const format = useFormat()
  if (visits.length === 0) return <EmptyState title={t('past.empty')}>{t('past.empty-body')}</EmptyState>
  const isEnglish = i18n.language === 'en'
  return (
    <ol className="consulting-past">
      {visits.map((visit) => (
        <li key={visit.visitId}>
          <p className="caption muted">{format.date(visit.startedAt)}<Sep />{(isEnglish && visit.departmentNameEn) || visit.departmentName}<Sep />{visit.practitionerName}</p>
          <h3>{visit.mainDiagnosis ?? visit.complaint}</h3>
          <dl className="small">
            {(['complaint', 'plan', 'advice'] as const).filter((part) => visit[part]).map((part) => <div key={part}><dt className="muted">{t(`past.${part}`)}</dt><dd>{visit[part]}</dd></div>)}
          </dl>
          {onBring && <Button small kind="quiet" icon="swap" onPress={() => onBring(visit)}>{t('past.copy')}</Button>}
        </li>
      ))}
    </ol>
  )
}

/** Drugs from earlier orders here that are not used up. */
export function CurrentDrugs({ drugs }: { drugs: Desk['currentDrugs'] }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  if (drugs.length === 0) return <EmptyState title={t('drugs.empty')}>{t('drugs.empty-body')}</EmptyState>
  return (
    <ul className="consulting-past">
      {drugs.map((drug) => (
        <li key={drug.code}>
          <h3>{drug.name}</h3>
          <p className="small muted">{drug.dose}<Sep />{drug.frequency && t(`frequency.${drug.frequency}`)}<Sep />{t('drugs.until', { day: format.date(`${drug.until}T12:00:00+08:00`) })}</p>
        </li>
      ))}
    </ul>
  )
}
