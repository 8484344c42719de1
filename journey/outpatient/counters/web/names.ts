import { useTranslation } from 'react-i18next'
import type { IconName } from '#ui/index.ts'
import type { Stop, StationKind } from '../contract.ts'

export const KIND_ICONS: Readonly<Record<StationKind, IconName>> = {
  laboratory: 'flask', examination: 'pulse', pharmacy: 'pill', window: 'wallet', treatment: 'hand', rehabilitation: 'hand',
}

/** Names in the reader's language; what has no English form stays as it is. */
export function useNames() {
  const { i18n } = useTranslation('counters')
  const isEnglish = i18n.language === 'en'
  return {
    of: (named: { readonly name: string; readonly nameEn: string }) => (isEnglish && named.nameEn) || named.name,
    items: (stop: Pick<Stop, 'items' | 'itemsEn'>) => (isEnglish ? stop.itemsEn : stop.items).join(isEnglish ? ', ' : '、'),
    where: (at: { readonly building: string; readonly floor: string; readonly placeEn: string }) => (isEnglish && at.placeEn) || [at.building, at.floor].filter(Boolean).join(' '),
  }
}
