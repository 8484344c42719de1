import { useTranslation } from 'react-i18next'
import { List, ListItem, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import { custodian, type MovementKind, type StatementLine } from '../../contract.ts'
import './wallet.css'

const icons: Record<MovementKind, IconName> = { 'top-up': 'plus', spend: 'receipt', 'give-back': 'undo', withdrawal: 'arrow' }

/** Lines of a balance in plain words, newest first: what it was, where, how much, and what was left. */
export function StatementLines({ lines, label }: { lines: readonly StatementLine[]; label: string }) {
  return <List label={label}>{lines.toReversed().map((line) => <Line key={line.transferId} line={line} />)}</List>
}

function Line({ line }: { line: StatementLine }) {
  const { t, i18n } = useTranslation('wallet')
  const format = useFormat()
  const where = (i18n.language === 'en' && line.institutionNameEn) || line.institutionName
  const byPhone = line.institutionId === custodian.institutionId
  const what = byPhone && line.kind !== 'spend' && line.kind !== 'give-back' ? t(`line.${line.kind}-phone`) : t(`line.${line.kind}`, { where })
  const forWhat = line.kind === 'spend' || line.kind === 'give-back' ? `${line.title} · ` : ''
  return (
    <ListItem
      icon={icons[line.kind]} title={<span className="wallet-line"><span>{what}</span><b className={line.cents > 0 ? 'wallet-in nowrap' : 'nowrap'}>{line.cents > 0 ? '+' : ''}{format.money(line.cents)}</b></span>}
      note={<>{forWhat}{format.dayTime(line.at)}<br />{t('line.after', { amount: format.money(line.balanceCents) })}</>}
      href={line.billId === null ? undefined : `/bills/${line.institutionId}/${line.billId}`}
    />
  )
}
