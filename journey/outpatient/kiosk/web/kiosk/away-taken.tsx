import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Card, Figure, Pairs, useFormat } from '#ui/index.ts'
import type { AwayEntry, ExpectedVisit, KioskHere, WalkInDepartment } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Devices, JobNow } from './devices.ts'

interface Props {
  readonly entry: AwayEntry
  readonly visit: ExpectedVisit | undefined
  /** Without a booking: where they want to be seen. */
  readonly department: WalkInDepartment | undefined
  readonly here: KioskHere | undefined
  readonly devices: Devices
}

/** The paper of a machine that was alone: an honest stand-in. The number itself follows. */
export function AwayTaken({ entry, visit, department: walkIn, here, devices }: Props) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const department = visit ? names.of({ name: visit.department, nameEn: visit.departmentEn }) : walkIn ? names.of(walkIn) : ''
  const where = visit ? [visit.where, names.room(visit.room)].filter(Boolean).join(' ') : walkIn?.where ?? ''
  const next = walkIn ? [t('away.walk-in-later', { paper: entry.paper }), t('away.walk-in-full')] : [t('away.later')]
  const lines = [
    here ? names.of(here.institution) : '', `${t('away.provisional')}  ${entry.paper}`, t(walkIn ? 'away.walk-in-note' : 'away.done-note'), '',
    ...(department === '' ? [] : [visit ? `${department} ${format.timeRange(visit.startsAt, visit.endsAt)}` : department, where]),
    `${t('away.at')} ${format.dayTime(entry.takenAt)}`, '', ...next, t('away.ask'),
  ]
  const paper = usePaper(entry, `${t('away.provisional')} ${entry.paper}`, lines.join('\n'), devices)
  const isMissing = paper === 'paper-out' || paper === 'jam' || paper === 'given-up' || (paper === undefined && !devices.canPrint)
  return (
    <>
      <Card label={t('away.provisional')}>
        <p className="muted">{t('away.provisional')}</p>
        <Figure size="l" value={entry.paper} />
        <Pairs pairs={[...(department === '' ? [] : [{ label: t('away.where'), value: `${department} ${where}` }]), { label: t('away.at'), value: format.dayTime(entry.takenAt) }]} />
      </Card>
      {paper === 'printed' && <Alert tone="success" icon="check" title={t('print.printed')} />}
      {isMissing && <Alert tone="warning" icon="print" title={t('away.no-paper')} />}
      <Alert icon="clock" title={next.join(' ')}>{t(isMissing ? 'away.ask-number' : 'away.ask')}</Alert>
    </>
  )
}

/** Printed by the machine itself, once for each entry. */
function usePaper(entry: AwayEntry, title: string, text: string, { canPrint, print, onJob }: Devices): JobNow | undefined {
  const printed = useRef('')
  const [paper, setPaper] = useState<JobNow>()
  useEffect(() => onJob((jobId, state) => { if (jobId === entry.id) setPaper(state) }), [onJob, entry.id])
  useEffect(() => {
    if (!canPrint || printed.current === entry.id) return
    printed.current = entry.id
    void print({ jobId: entry.id, title, lines: text.split('\n') }).catch(() => setPaper('given-up'))
  }, [canPrint, print, entry, title, text])
  return paper
}
