import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/index.ts'
import { Alert, Bones, Button, Card, EmptyState, KioskTile, KioskTiles, Money, Pairs, useFormat } from '#ui/index.ts'
import type { AwayEntry, WalkInDepartment } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Shown } from './away-entry.ts'
import { listNow, queued } from './away-store.ts'
import { useKnownVisits } from './away-view.tsx'
import type { Take } from './use-away.ts'

const ON_PAGE = 6
const MINUTE = 60_000

interface Known {
  readonly departments: readonly WalkInDepartment[]
  readonly asOf: string
  readonly minutesAgo: number
}

/** What the machine heard last of departments that take people without a booking, less what it gave out itself since. */
function useDepartments(): Known | 'no-list' | undefined {
  const [known, setKnown] = useState<Known | 'no-list'>()
  useEffect(() => {
    let isOver = false
    void (async () => {
      const now = serverNow()
      const [list, taken] = [await listNow(now), await queued()]
      if (isOver) return
      if (!list) return setKnown('no-list')
      const mine = (departmentId: number) => taken.filter((entry) => entry.walkIn?.departmentId === departmentId && entry.listIssuedAt === list.issuedAt).length
      const departments = (list.walkIn ?? []).filter(({ until }) => Date.parse(until) > now).map((one) => ({ ...one, left: one.left - mine(one.departmentId) }))
      setKnown({ departments, asOf: list.issuedAt, minutesAgo: Math.max(0, Math.round((now - Date.parse(list.issuedAt)) / MINUTE)) })
    })().catch(() => { if (!isOver) setKnown('no-list') })
    return () => { isOver = true }
  }, [])
  return known
}

interface ChooseProps {
  readonly shown: Shown
  readonly onBooked: () => void
  readonly onChoose: (department: WalkInDepartment) => void
}

/** Which department: those that have units first, and how old that knowledge is. */
export function AwayDepartments({ shown, onBooked, onChoose }: ChooseProps) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const visits = useKnownVisits(shown)
  const known = useDepartments()
  const [page, setPage] = useState(0)
  if (known === undefined || visits === undefined) return <Bones cards={[3]} />
  if (known === 'no-list') return <Alert tone="warning" title={t('away.no-list')}>{t('away.no-list-note')}</Alert>
  const sorted = known.departments.toSorted((a, b) => Number(b.left > 0) - Number(a.left > 0))
  const isBooked = visits !== 'no-list' && visits.length > 0
  return (
    <>
      {isBooked && <Alert title={t('away.also-booked')} action={<Button kind="primary" onPress={onBooked}>{t('away.to-booked')}</Button>} />}
      <Alert icon="clock" title={known.minutesAgo === 0 ? t('away.as-of-now') : t('away.as-of', { time: format.time(known.asOf), count: known.minutesAgo })}>{t('away.as-of-note')}</Alert>
      {sorted.length === 0 && <EmptyState title={t('away.none-open')}>{t('away.none-open-note')}</EmptyState>}
      <KioskTiles label={t('book.where')}>
        {sorted.slice(page * ON_PAGE, (page + 1) * ON_PAGE).map((one) => (
          one.left > 0
            ? <KioskTile key={one.departmentId} icon="steth" title={names.of(one)} hint={<>{t('away.left', { count: one.left })}<br />{one.where}</>} onPress={() => onChoose(one)} />
            : <KioskTile key={one.departmentId} icon="steth" title={names.of(one)} closed={Date.parse(one.from) > serverNow() ? t('away.opens', { time: format.time(one.from) }) : t('away.none-left')} />
        ))}
      </KioskTiles>
      <div className="kiosk-ways-out">
        {page > 0 && <Button icon="left" onPress={() => setPage(page - 1)}>{t('book.earlier')}</Button>}
        {(page + 1) * ON_PAGE < sorted.length && <Button icon="right" onPress={() => setPage(page + 1)}>{t('book.later')}</Button>}
      </div>
    </>
  )
}

interface ConfirmProps {
  readonly shown: Shown
  readonly department: WalkInDepartment
  readonly take: Take
  readonly onTaken: (entry: AwayEntry) => void
}

/** Where, what it costs, and what happens next; only now is it written down. */
export function ConfirmWalkIn({ shown, department, take, onTaken }: ConfirmProps) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const names = useNames()
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const { departmentId, feeCents, where, until } = department
  const note = () => {
    setBusy(true)
    void take(shown, { visitId: null, walkIn: { departmentId, feeCents } }).then(onTaken).catch(() => setFailed(true)).finally(() => setBusy(false))
  }
  if (hasFailed) return <Alert tone="warning" title={t('away.no-list')}>{t('away.no-list-note')}</Alert>
  return (
    <>
      <Card>
        <Pairs pairs={[
          { label: t('book.where'), value: names.of(department) },
          { label: t('away.where'), value: where },
          ...(feeCents === null ? [] : [{ label: t('book.fee'), value: <Money cents={feeCents} /> }]),
          { label: t('away.until'), value: format.time(until) },
          { label: t('away.document'), value: `•••• ${shown.number.slice(-4)}` },
        ]} />
      </Card>
      <Alert title={t('away.walk-in-full')}>{feeCents !== null && t('away.no-dearer')}</Alert>
      <Button kind="primary" block icon="check" busy={isBusy} onPress={note}>{t('away.take')}</Button>
    </>
  )
}
