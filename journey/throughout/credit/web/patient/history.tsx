import { useTranslation } from 'react-i18next'
import { List, ListItem, Money, Section, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import type { HistoryLine } from '../../contract.ts'

const icons: Record<HistoryLine['kind'], IconName> = { used: 'receipt', repaid: 'check', returned: 'undo', waived: 'hand' }

/** What made it more, and what brought it down. */
export function History({ history }: { history: readonly HistoryLine[] }) {
  const { t, i18n } = useTranslation('credit')
  const format = useFormat()
  const where = (line: HistoryLine) => (i18n.language === 'en' && line.institutionNameEn) || line.institutionName || t('history.phone')
  return (
    <Section title={t('history.title')}>
      <List label={t('history.title')}>
        {history.map((line) => (
          <ListItem
            key={`${line.kind}-${line.id}`} icon={icons[line.kind]} title={t(`history.${line.kind}`)} note={`${where(line)} · ${format.dayTime(line.at)}`}
            end={<Money cents={line.kind === 'used' ? line.cents : -line.cents} />}
          />
        ))}
      </List>
    </Section>
  )
}
