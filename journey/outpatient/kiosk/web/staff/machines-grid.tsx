import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Grid, Tag, useFormat } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { MachineNow } from '../../contract.ts'
import { useFleetActs } from './fleet-data.ts'
import { StopSheet } from './machine-sheets.tsx'

export type Filter = 'all' | 'attention' | 'off'

const SHOWN: Readonly<Record<Filter, (machine: MachineNow) => boolean>> = {
  all: () => true,
  attention: ({ alarms, inService }) => inService && alarms.some((alarm) => alarm !== 'queued'),
  off: ({ inService }) => !inService,
}

/** A machine a line: what it needs first, then the rest by name. */
export function MachinesGrid({ machines, filter }: { machines: readonly MachineNow[]; filter: Filter }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const { service } = useFleetActs()
  const [stopping, setStopping] = useState<string>()
  const rows = machines.filter(SHOWN[filter]).toSorted((a, b) => Number(b.alarms.length > 0) - Number(a.alarms.length > 0))
  const columns: Column<MachineNow>[] = [
    { key: 'name', title: t('staff.machine'), rowHeader: true, cell: (one) => <>{one.name}{one.place && <><br /><span className="caption muted">{one.place}</span></>}{one.fault && <><br /><span className="caption">{t('staff.fault', { fault: one.fault })}</span></>}</> },
    { key: 'state', title: t('staff.state'), cell: (one) => <State machine={one} /> },
    { key: 'seen', title: t('staff.seen'), cell: (one) => (one.lastSeenAt ? format.time(one.lastSeenAt) : t('staff.never')) },
    { key: 'paper', title: t('staff.paper'), cell: (one) => <Tag tone={one.printer === 'ready' ? 'neutral' : one.printer === 'unknown' ? 'neutral' : one.printer === 'paper-low' ? 'warning' : 'danger'}>{t(`staff.printer-${one.printer}`)}</Tag> },
    { key: 'reader', title: t('staff.reader'), cell: (one) => <Readers machine={one} /> },
    { key: 'cash', title: t('staff.cash'), cell: (one) => <Cash machine={one} /> },
    { key: 'queued', title: t('staff.queued'), numeric: true, cell: (one) => one.queued },
    { key: 'today', title: t('staff.today'), cell: (one) => t('staff.today-figures', one.today) },
    { key: 'version', title: t('staff.version'), cell: (one) => one.version || '—' },
    {
      key: 'acts', title: t('staff.acts'), cell: (one) => (one.inService
        ? <Button small onPress={() => setStopping(one.name)}>{t('staff.stop')}</Button>
        : <Button small kind="primary" busy={service.isPending} onPress={() => service.mutate({ machine: one.name, inService: true, message: '', messageEn: '' })}>{t('staff.start')}</Button>),
    },
  ]
  return (
    <>
      <Grid caption={t('staff.machines')} columns={columns} rows={rows} rowKey={(one) => one.name} rowState={(one) => (one.alarms.includes('help') ? 'calling' : undefined)} empty={t(filter === 'all' ? 'staff.none' : 'staff.none-filter')} />
      {stopping !== undefined && <StopSheet machine={stopping} onClose={() => setStopping(undefined)} />}
    </>
  )
}

function State({ machine }: { machine: MachineNow }) {
  const { t } = useTranslation('kiosk')
  if (!machine.inService) return <><Tag tone="warning" icon="pause">{t('staff.out')}</Tag>{machine.message && <><br /><span className="caption muted">{machine.message}</span></>}</>
  if (machine.isOnline) return <Tag tone="success" icon="check">{t('staff.online')}</Tag>
  return <Tag tone="danger" icon="alert">{t(machine.lastSeenAt ? 'staff.lost' : 'staff.never')}</Tag>
}

function Readers({ machine: { reader, scanner } }: { machine: MachineNow }) {
  const { t } = useTranslation('kiosk')
  if (reader === 'missing' || scanner === 'missing') return <Tag tone="danger">{t(reader === 'missing' ? 'staff.reader-bad' : 'staff.scanner-bad')}</Tag>
  return t(reader === 'unknown' ? 'staff.reader-unknown' : 'staff.reader-ok')
}

const QUIET: readonly MachineNow['cash'][] = ['unknown', 'none', 'ready']

/** The box, and the notes nobody is sure of. */
function Cash({ machine: { cash, notesToLookAt } }: { machine: MachineNow }) {
  const { t } = useTranslation('kiosk')
  return (
    <>
      {QUIET.includes(cash) ? t(`staff.cash-${cash}`) : <Tag tone="danger" icon="alert">{t(`staff.cash-${cash}`)}</Tag>}
      {notesToLookAt > 0 && <><br /><Tag tone="warning" icon="cash">{t('staff.notes-to-look-at', { count: notesToLookAt })}</Tag></>}
    </>
  )
}
