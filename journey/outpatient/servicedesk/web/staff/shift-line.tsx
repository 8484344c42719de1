import { useTranslation } from 'react-i18next'
import { Anchor, Tag, useFormat } from '#ui/index.ts'
import type { DeskShift } from '../../contract.ts'

/** Whose desk it is now, in one line. */
export function ShiftLine({ shift }: { shift: DeskShift }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  if (shift.status === 'offered') return <Anchor href="/service-desk/handover"><Tag tone="now" icon="swap">{t('shift.offered', { name: shift.staffName })}</Tag></Anchor>
  return <Tag tone="success" icon="user">{t('shift.runs', { name: shift.staffName, time: format.time(shift.openedAt) })}</Tag>
}
