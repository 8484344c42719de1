import { useTranslation } from 'react-i18next'
import { Alert, Button, Grid, IconButton, Tag, useFormat } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { LinePatient, PatientInLine, RoomNow } from '../../contract.ts'
import { useWhy } from '../why.ts'
import { useDeskActs } from './zone-data.ts'
import type { LineActs } from './zone-data.ts'

const TONES = { returning: 'info', priority: 'brand', late: 'neutral', rejoined: 'neutral', 'walk-in': 'neutral', moved: 'neutral', emergency: 'danger', booked: 'neutral' } as const

/** One row per person: place, number, who, when booked, when here, why here, when probably called. */
export function LineTable({ rows, room, acts, onMore, empty }: { rows: LinePatient[]; room: RoomNow | undefined; acts: LineActs; onMore: (entry: LinePatient) => void; empty: string }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const why = useWhy()
  const columns: Column<LinePatient>[] = [
    { key: 'place', title: t('staff.col-place'), numeric: true, cell: ({ place, ticket }) => <b>{place ?? t(`staff.short-${ticket.status}`)}</b> },
    { key: 'label', title: t('staff.col-label'), rowHeader: true, cell: ({ ticket }) => <b>{ticket.label}</b> },
    { key: 'name', title: t('staff.col-name'), cell: ({ patient, ticket }) => <><b className="nowrap">{patient?.name ?? ticket.displayName}</b> {patient && <span className="muted">{t(`sex.${patient.sex}`)} {patient.age}</span>}</> },
    { key: 'due', title: t('staff.col-due'), cell: ({ patient }) => patient && format.timeRange(patient.startsAt, patient.endsAt) },
    { key: 'here', title: t('staff.col-here'), cell: ({ ticket }) => format.time(ticket.joinedAt) },
    {
      key: 'why', title: t('staff.col-why'),
      cell: ({ ticket }) => ticket.why === 'booked' ? <span>{why(ticket.why, ticket.whyDetail)}</span> : <span className="row row--wrap"><Tag tone={TONES[ticket.why]}>{t(`why-short.${ticket.why}`)}</Tag>{why(ticket.why, ticket.whyDetail)}</span>,
    },
    { key: 'range', title: t('staff.col-range'), cell: (row) => <Expected row={row} /> },
    { key: 'acts', title: t('staff.col-acts'), numeric: true, cell: (row) => <RowActs row={row} room={room} acts={acts} onMore={onMore} /> },
  ]
  return <Grid caption={t('staff.line')} columns={columns} rows={rows} rowKey={({ ticket }) => ticket.id} rowState={({ ticket }) => ticket.status === 'called' ? 'calling' : ticket.why === 'late' ? 'late' : undefined} empty={empty} />
}

function Expected({ row: { ticket, range } }: { row: LinePatient }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  if (ticket.status === 'called') return <Tag tone="now">{t('staff.called-times', { count: ticket.callCount })}</Tag>
  if (ticket.status === 'done' || ticket.status === 'left') return <span className="muted">{ticket.endedAt && format.time(ticket.endedAt)}</span>
  if (ticket.status === 'parked') return <span className="muted">{ticket.parkedReason}</span>
  if (!range) return <span className="muted">—</span>
  return <span className={range.sure ? undefined : 'muted'}>{format.timeRange(range.fromAt, range.toAt)}</span>
}

function RowActs({ row, room, acts, onMore }: { row: LinePatient; room: RoomNow | undefined; acts: LineActs; onMore: (entry: LinePatient) => void }) {
  const { t } = useTranslation('arrival')
  const { ticket } = row
  const name = row.patient?.name ?? ticket.displayName
  const move = (verb: Parameters<LineActs['move']['mutate']>[0]['verb']) => acts.move.mutate({ visitId: ticket.visitId, verb })
  const canCall = room?.state === 'open' && room.current === null
  if (ticket.status === 'called') return <><Button small kind="soft" onPress={() => move({ verb: 'recall' })}>{t('staff.recall')}</Button> <Button small onPress={() => move({ verb: 'pass' })}>{t('staff.pass')}</Button></>
  if (ticket.status === 'parked') return <Button small onPress={() => move({ verb: 'return' })}>{t('staff.return')}</Button>
  if (ticket.status === 'passed') return <Button small onPress={() => move({ verb: 'rejoin' })}>{t('staff.rejoin')}</Button>
  if (ticket.status !== 'waiting') return null
  return (
    <span className="row arrival-rowacts">
      <Button small disabled={!canCall} aria-label={t('staff.call-named', { name })} onPress={() => room && move({ verb: 'call', pointId: room.id, reason: t('staff.out-of-order') })}>{t('staff.call')}</Button>
      <IconButton icon="edit" label={t('staff.more', { name })} onPress={() => onMore(row)} />
    </span>
  )
}

/** Booked and not here yet; whoever comes to the desk is checked in from here. */
export function ExpectedTable({ rows, zoneId }: { rows: PatientInLine[]; zoneId: string }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const { checkIn } = useDeskActs(zoneId)
  const columns: Column<PatientInLine>[] = [
    { key: 'due', title: t('staff.col-due'), cell: (row) => format.timeRange(row.startsAt, row.endsAt) },
    { key: 'name', title: t('staff.col-name'), rowHeader: true, cell: (row) => <><b className="nowrap">{row.name}</b> <span className="muted">{t(`sex.${row.sex}`)} {row.age}</span></> },
    { key: 'acts', title: t('staff.col-acts'), numeric: true, cell: (row) => <Button small kind="soft" busy={checkIn.isPending && checkIn.variables === row.visitId} aria-label={t('staff.check-in-named', { name: row.name })} onPress={() => checkIn.mutate(row.visitId)}>{t('staff.check-in')}</Button> },
  ]
  return (
    <>
      {checkIn.isError && <Alert tone="warning">{checkIn.error.title || t('offline')}</Alert>}
      <Grid caption={t('staff.show-expected', { count: rows.length })} columns={columns} rows={rows} rowKey={(row) => row.visitId} empty={t('staff.empty-expected')} />
    </>
  )
}
