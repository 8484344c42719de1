import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Desk, ErrorState, Pane, Segmented } from '#ui/index.ts'
import { AwayPane } from './away-pane.tsx'
import { useBoxRights } from './boxes-data.ts'
import { CallsList } from './calls-list.tsx'
import { useFleet } from './fleet-data.ts'
import { MachinesGrid, type Filter } from './machines-grid.tsx'
import { SetUpSheet } from './machine-sheets.tsx'

/** Every machine of the house on one page: who calls from it, what it needs, and what it took while the server was away. */
export function Component() {
  const { t } = useTranslation('kiosk')
  const [filter, setFilter] = useState<Filter>('all')
  const [isAdding, setAdding] = useState(false)
  const { fleet, away } = useFleet()
  const { maySee } = useBoxRights()
  return (
    <Desk title={t('staff.title')} panes="1fr 420px" actions={<>{maySee && <Button small icon="cash" href="/kiosk-boxes">{t('boxes.open')}</Button>}<Button small icon="plus" onPress={() => setAdding(true)}>{t('staff.add')}</Button></>}>
      <Pane label={t('staff.machines')}>
        {fleet.isPending && <Bones cards={[2, 4]} />}
        {fleet.isError && <ErrorState problem={fleet.error} onRetry={() => void fleet.refetch()} />}
        {fleet.data && (
          <div className="stack">
            <CallsList calls={fleet.data.calls} asOf={fleet.data.asOf} />
            <Segmented label={t('staff.filter')} value={filter} onChange={(value) => setFilter(value as Filter)} options={(['all', 'attention', 'off'] as const).map((value) => ({ value, label: t(`staff.${value}`) }))} />
            <MachinesGrid machines={fleet.data.machines} filter={filter} />
          </div>
        )}
      </Pane>
      <AwayPane rows={away.data} isPending={away.isPending} />
      {isAdding && <SetUpSheet onClose={() => setAdding(false)} />}
    </Desk>
  )
}
