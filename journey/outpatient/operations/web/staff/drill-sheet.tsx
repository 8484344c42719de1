import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, EmptyState, ErrorState, Grid, Sheet, Tag, useFormat } from '#ui/index.ts'
import type { DrillRow } from '../../contract.ts'
import { useNames } from './operations-data.ts'
import type { Asked } from './asked.ts'

/** The people behind a figure: names masked, the longest wait first. */
export function DrillSheet({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const names = useNames()
  const { figure, departmentId, hour } = asked
  const query = { figure, ...(departmentId === undefined ? {} : { departmentId }), ...(hour === undefined ? {} : { hour }) }
  const read = useQuery({ queryKey: ['operations', 'rows', query], queryFn: () => api.get<DrillRow[]>('/api/operations/rows', { query }) })
  return (
    <Sheet title={t('rows.title', { what: asked.title })} onClose={onClose}>
      {read.isPending && <Bones cards={[4]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('rows.none')}>{t('rows.none-note')}</EmptyState>}
      {read.data && read.data.length > 0 && (
        <div className="stack">
          <p className="small muted">{t('rows.note', { count: read.data.length })}</p>
          <Grid
            caption={t('rows.title', { what: asked.title })} rows={read.data} rowKey={(one) => one.visitId}
            columns={[
              { key: 'name', title: t('rows.person'), rowHeader: true, cell: (one) => one.nameMasked }, { key: 'department', title: t('department'), cell: (one) => names.of(one) },
              { key: 'came', title: t('rows.came'), cell: (one) => format.time(one.checkedInAt) }, { key: 'waited', title: t('rows.waited'), numeric: true, cell: (one) => one.waited },
              { key: 'status', title: t('rows.status'), cell: (one) => <Tag tone={one.status === 'waiting' ? 'now' : 'neutral'}>{t(`rows.${one.status}`)}</Tag> },
            ]}
          />
        </div>
      )}
    </Sheet>
  )
}
