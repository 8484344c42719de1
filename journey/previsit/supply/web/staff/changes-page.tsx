import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, EmptyState, ErrorState, Grid, Pane, Tag, useFormat } from '#ui/index.ts'
import type { Change } from '../../contract.ts'
import { useChanges, useTakeBack } from './schedule-data.ts'
import { type Done, ScheduleDesk } from './schedule-desk.tsx'

/** What was changed lately, by its effect; what can be, is taken back from here. */
export function Component() {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const read = useChanges()
  const undo = useTakeBack()
  const [done, setDone] = useState<Done>()
  return (
    <ScheduleDesk page="changes" panes="1fr" done={done} onDone={setDone}>
      <Pane label={t('page.changes')}>
        {undo.error && <Alert tone="danger" title={undo.error.title} />}
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('changes.empty')} />}
        {read.data && read.data.length > 0 && (
          <Grid
            caption={t('page.changes')} rows={read.data} rowKey={(one) => one.id}
            columns={[
              { key: 'when', title: t('field.day'), rowHeader: true, cell: (one) => format.dayTime(one.madeAt) },
              { key: 'kind', title: t('field.kind'), cell: (one) => t(`changes.kind.${one.kind}`) },
              { key: 'effect', title: t('plan.title'), cell: (one) => <Effect change={one} /> },
              { key: 'reason', title: t('field.reason'), cell: (one) => one.fileName ?? one.reason },
              {
                key: 'act', title: <span className="sr">{t('changes.take-back')}</span>,
                cell: (one) => (one.takenBack ? <Tag>{t('changes.taken-back')}</Tag> : one.mayTakeBack && <Button small kind="quiet" busy={undo.isPending && undo.variables === one.id} onPress={() => undo.mutate(one.id, { onSuccess: () => setDone({ text: t('done.taken-back') }) })}>{t('changes.take-back')}</Button>),
              },
            ]}
          />
        )}
      </Pane>
    </ScheduleDesk>
  )
}

function Effect({ change: { counts } }: { change: Change }) {
  const { t } = useTranslation('supply')
  const kinds = (['appear', 'change', 'vanish', 'stay', 'move', 'handOver', 'reopen'] as const).filter((kind) => counts[kind] > 0)
  return <>{[...kinds.map((kind) => t(`plan.${kind}`, { count: counts[kind] })), counts.peopleTold > 0 && t('plan.told', { count: counts.peopleTold })].filter(Boolean).join('；') || t('changes.none')}</>
}
