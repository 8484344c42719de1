import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/index.ts'
import { Alert, Bones, Button, Card, Figure, Pairs, useFormat } from '#ui/index.ts'
import type { AwayEntry, ExpectedVisit, KioskHere } from '../../contract.ts'
import { useNames } from '../names.ts'
import { visitsOf, type Shown } from './away-entry.ts'
import { listNow } from './away-store.ts'
import type { Devices, JobNow } from './devices.ts'

interface Props {
  readonly shown: Shown
  readonly take: (document: Shown, visitId: string | null) => Promise<AwayEntry>
  readonly onTaken: (entry: AwayEntry, visit: ExpectedVisit | undefined) => void
}

/** The server is away: what the machine knows by itself, plainly, and what it can still do. */
export function AwayVisits({ shown, take, onTaken }: Props) {
  const { t } = useTranslation('kiosk')
  const [found, setFound] = useState<readonly ExpectedVisit[] | 'no-list'>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    let isOver = false
    void (async () => {
      const list = await listNow(serverNow())
      const visits = list ? await visitsOf(list, shown) : ('no-list' as const)
      if (!isOver) setFound(visits)
    })().catch(() => { if (!isOver) setFound('no-list') })
    return () => { isOver = true }
  }, [shown])
  const note = (visit: ExpectedVisit | undefined) => {
    setBusy(true)
    void take(shown, visit?.visitId ?? null).then((entry) => onTaken(entry, visit)).catch(() => setFound('no-list')).finally(() => setBusy(false))
  }
  if (found === undefined) return <Bones cards={[3]} />
  if (found === 'no-list') return <Alert tone="warning" title={t('away.no-list')}>{t('away.no-list-note')}</Alert>
  if (found.length === 0) {
    return (
      <>
        <Alert tone="warning" title={t('away.unknown')}>{t('away.unknown-note')}</Alert>
        <Button kind="primary" block busy={isBusy} onPress={() => note(undefined)}>{t('away.note-me')}</Button>
      </>
    )
  }
  return found.map((visit) => <AwayVisit key={visit.visitId} visit={visit} isBusy={isBusy} onPress={() => note(visit)} />)
}

function AwayVisit({ visit, isBusy, onPress }: { visit: ExpectedVisit; isBusy: boolean; onPress: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  return (
    <Card>
      <div className="kiosk-visit">
        <Figure value={format.timeRange(visit.startsAt, visit.endsAt)} />
        <p>{names.of({ name: visit.department, nameEn: visit.departmentEn })} {visit.where} {names.room(visit.room)}</p>
        <Button kind="primary" block icon="check" busy={isBusy} onPress={onPress}>{t('away.check-in')}</Button>
      </div>
    </Card>
  )
}

/** The paper of a machine that was alone: an honest stand-in. The number itself follows. */
export function AwayTaken({ entry, visit, here, devices }: { entry: AwayEntry; visit: ExpectedVisit | undefined; here: KioskHere | undefined; devices: Devices }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const printed = useRef('')
  const [paper, setPaper] = useState<JobNow>()
  const department = visit && names.of({ name: visit.department, nameEn: visit.departmentEn })
  const where = visit ? [visit.where, names.room(visit.room)].filter(Boolean).join(' ') : ''
  const lines = [
    here ? names.of(here.institution) : '', `${t('away.provisional')}  ${entry.paper}`, t('away.done-note'), '', ...(visit ? [`${department ?? ''} ${format.timeRange(visit.startsAt, visit.endsAt)}`, where] : []),
    `${t('away.at')} ${format.dayTime(entry.takenAt)}`, '', t('away.later'), t('away.ask'),
  ]
  const { canPrint, print, onJob } = devices
  const text = lines.join('\n')
  useEffect(() => onJob((jobId, state) => { if (jobId === entry.id) setPaper(state) }), [onJob, entry.id])
  useEffect(() => {
    if (!canPrint || printed.current === entry.id) return
    printed.current = entry.id
    void print({ jobId: entry.id, title: `${t('away.provisional')} ${entry.paper}`, lines: text.split('\n') }).catch(() => setPaper('given-up'))
  }, [canPrint, print, entry, text, t])
  const isMissing = paper === 'paper-out' || paper === 'jam' || paper === 'given-up' || (paper === undefined && !canPrint)
  return (
    <>
      <Card label={t('away.provisional')}>
        <p className="muted">{t('away.provisional')}</p>
        <Figure size="l" value={entry.paper} />
        <Pairs pairs={[...(visit ? [{ label: t('away.where'), value: `${department ?? ''} ${where}` }] : []), { label: t('away.at'), value: format.dayTime(entry.takenAt) }]} />
      </Card>
      {paper === 'printed' && <Alert tone="success" icon="check" title={t('print.printed')} />}
      {isMissing && <Alert tone="warning" icon="print" title={t('away.no-paper')} />}
      <Alert icon="clock" title={t('away.later')}>{t(isMissing ? 'away.ask-number' : 'away.ask')}</Alert>
    </>
  )
}
