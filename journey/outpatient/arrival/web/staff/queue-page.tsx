import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Desk, EmptyState, ErrorState, Pane, Tag, UndoBar, useFormat } from '#ui/index.ts'
import type { ZoneNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import { DeskSide } from './desk-side.tsx'
import { LinePane } from './line-pane.tsx'
import { OpenZoneSheet } from './open-zone-sheet.tsx'
import { RoomsRow } from './rooms-row.tsx'
import { useLineActs, useZone, useZones } from './zone-data.ts'
import type { LineActs } from './zone-data.ts'
import './queue-page.css'

/** The nurse desk of a waiting zone: rooms above, the line of the chosen room with its reasons, the desk beside. */
export function Component() {
  const { t } = useTranslation('arrival')
  const zones = useZones()
  const { read, zone, connected } = useZone(zones.zoneId)
  const acts = useLineActs(zones.zoneId)
  const [isOpening, setOpening] = useState(false)
  const names = useNames()
  const format = useFormat()
  const chooser = (
    <span className="row arrival-chooser">
      {zones.read.data && zones.read.data.length > 0 && (
        <select className="input arrival-zones" aria-label={t('staff.zone')} value={zones.zoneId} onChange={(event) => zones.choose(event.target.value)}>
          {zones.read.data.map((one) => <option key={one.zoneId} value={one.zoneId}>{names.of(one)}</option>)}
        </select>
      )}
      <Button small onPress={() => setOpening(true)}>{t('staff.open-zone')}</Button>
      {zone && (connected ? <Tag tone="success" icon="check">{t('stale.live')}</Tag> : <Tag tone="warning" icon="refresh">{t('stale.at', { time: format.time(zone.asOf) })}</Tag>)}
    </span>
  )
  return (
    <Desk title={t('staff.title')} context={chooser} panes="1fr 340px">
      {zone ? <Zone zone={zone} acts={acts} /> : (
        <Pane label={t('staff.title')}>
          {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
          {zones.read.isError && <ErrorState problem={zones.read.error} onRetry={() => void zones.read.refetch()} />}
          {zones.read.data?.length === 0 && <EmptyState title={t('staff.no-zone')} actions={<Button kind="primary" onPress={() => setOpening(true)}>{t('staff.open-zone')}</Button>}>{t('staff.no-zone-note')}</EmptyState>}
          {(zones.read.isPending || (zones.zoneId !== '' && read.isPending)) && <Bones />}
        </Pane>
      )}
      <DeskSide zone={zone} zoneId={zones.zoneId} />
      {isOpening && <OpenZoneSheet open={zones.open} onClose={() => setOpening(false)} />}
      {acts.last && (
        <UndoBar key={acts.last.done.version + acts.last.done.ticketId} onUndo={() => acts.move.mutate({ visitId: acts.last!.done.visitId, verb: { verb: 'undo', version: acts.last!.done.version } })} onGone={acts.forget}>
          {t(`did.${acts.last.verb}`, { label: acts.last.done.label })}
        </UndoBar>
      )}
    </Desk>
  )
}

function Zone({ zone, acts }: { zone: ZoneNow; acts: LineActs }) {
  const [chosen, setChosen] = useState<number>()
  const room = zone.rooms.find((one) => one.id === chosen) ?? zone.rooms.find((one) => one.state === 'open') ?? zone.rooms[0]
  return <LinePane zone={zone} room={room} acts={acts} head={<RoomsRow rooms={zone.rooms} chosen={room?.id} onChoose={setChosen} />} />
}
