import { useTranslation } from 'react-i18next'
import { useFormat } from '#ui/index.ts'
import type { AwayAnswerCode, AwayRow } from '../../contract.ts'
import { useNames } from '../names.ts'

/** What is said otherwise of somebody who came without a booking. */
const OF_WALK_IN: readonly AwayAnswerCode[] = ['merged', 'not-known', 'refused']

/** What became of an entry and what to do, in one sentence. */
export function useAnswer(): (row: AwayRow) => string {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  return ({ answer, label, detail, department }) => t(department && OF_WALK_IN.includes(answer) ? `answer.${answer}-walk-in` : `answer.${answer}`, {
    label, from: detail['from'] ?? '', time: detail['at'] ? format.time(detail['at']) : '', by: detail['by'] ? t(`by.${detail['by']}`) : '', department: department ? names.of(department) : '',
  })
}
