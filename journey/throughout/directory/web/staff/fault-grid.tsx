import { useTranslation } from 'react-i18next'
import { Grid } from '#ui/index.ts'
import type { ImportFault } from '../../contract.ts'

/** Every fault with its place in the workbook. */
export function FaultGrid({ faults }: { faults: ImportFault[] }) {
  const { t } = useTranslation('directory')
  return (
    <Grid
      caption={t('import.faults', { count: faults.length })}
      rows={faults}
      rowKey={({ sheet, row, column, code }) => `${sheet} ${row} ${column} ${code}`}
      columns={[
        { key: 'sheet', title: t('import.sheet'), rowHeader: true, cell: (fault) => fault.sheet },
        { key: 'row', title: t('import.row'), numeric: true, cell: (fault) => (fault.row > 0 ? fault.row : '—') },
        { key: 'column', title: t('import.column'), cell: (fault) => fault.column || '—' },
        { key: 'value', title: t('import.value'), cell: (fault) => <span className="directory-value">{fault.value || '—'}</span> },
        { key: 'code', title: t('import.what'), cell: (fault) => t(`import.fault.${fault.code}`) },
      ]}
    />
  )
}
