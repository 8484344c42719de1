import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { AppealInList } from '../../contract.ts'

/** What a request is about, in a line. */
export function useAbout(): (appeal: AppealInList) => string {
  const { t, i18n } = useTranslation('fairness')
  const format = useFormat()
  return ({ about }) => {
    if (about.kind === 'restriction') return t('desk.about-restriction', { until: format.date(about.endsAt) })
    const department = (i18n.language === 'en' && about.departmentNameEn) || about.departmentName
    return t('desk.about-incident', { kind: t(`kind.${about.kind}`), department, when: format.dayTime(about.startsAt) })
  }
}
