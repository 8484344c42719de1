import { useTranslation } from 'react-i18next'
import type { PlaceInLine } from '../contract.ts'

/** Why somebody stands where they stand, in one sentence. */
export function useWhy() {
  const { t } = useTranslation('arrival')
  return (why: PlaceInLine['why'], detail: PlaceInLine['whyDetail']): string => {
    if (why === 'late') return t('why.late', { minutes: detail.lateMinutes ?? 0 })
    if (why === 'priority') return t('why.priority', { group: t(`group.${detail.group ?? 'other'}`), minutes: detail.advanceMinutes ?? 0 })
    if (why === 'returning') return t('why.returning', { after: detail.after ?? 0 })
    if (why === 'rejoined' && detail.kept) return t('why.kept')
    return t(`why.${why}`)
  }
}
