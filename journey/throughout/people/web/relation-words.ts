import { useTranslation } from 'react-i18next'
import type { FamilyMember, RelationKind, RelationScope } from '../contract.ts'
import { useCalendarDay } from './calendar-day.ts'

/** What somebody is to the reader, in the reader's words: 妈妈, 孩子, 爱人. `kind` says what the reader is to them. */
export function useRelationWords() {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  return {
    they: ({ kind, sex }: Pick<FamilyMember, 'kind' | 'sex'>) => t(`they.${kind}.${sex}`),
    iAm: (kind: RelationKind) => t(`i-am.${kind}`),
    scope: (scope: readonly RelationScope[]) => scope.map((one) => t(`scope.${one}`)).join(t('and')),
    until: (expiresAt: string | null) => (expiresAt === null ? t('until-ended') : t('until', { day: calendarDay(expiresAt) })),
  }
}
