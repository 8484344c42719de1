import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/index.ts'
import { Alert, Bones, Button, Card, Figure, useFormat } from '#ui/index.ts'
import type { AwayEntry, ExpectedVisit } from '../../contract.ts'
import { useNames } from '../names.ts'
import { visitsOf, type Shown } from './away-entry.ts'
import { listNow } from './away-store.ts'
import type { Take } from './use-away.ts'

interface Props {
  readonly shown: Shown
  readonly take: Take
  readonly onTaken: (entry: AwayEntry, visit: ExpectedVisit | undefined) => void
  /** They have no booking, and want to be seen. */
  readonly onWalkIn: () => void
}

/** What the machine's list says of a document; no-list: it has none of today. Undefined while it looks. */
export function useKnownVisits(shown: Shown): readonly ExpectedVisit[] | 'no-list' | undefined {
  const [found, setFound] = useState<readonly ExpectedVisit[] | 'no-list'>()
  useEffect(() => {
    let isOver = false
    void (async () => {
      const list = await listNow(serverNow())
      const visits = list ? await visitsOf(list, shown) : ('no-list' as const)
      if (!isOver) setFound(visits)
    })().catch(() => { if (!isOver) setFound('no-list') })
    return () => { isOver = true }
  }, [shown])
  return found
}

/** The server is away: what the machine knows by itself, plainly, and what it can still do. */
export function AwayVisits({ shown, take, onTaken, onWalkIn }: Props) {
  const { t } = useTranslation('kiosk')
  const known = useKnownVisits(shown)
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const note = (visit: ExpectedVisit | undefined) => {
    setBusy(true)
    void take(shown, { visitId: visit?.visitId ?? null, walkIn: null }).then((entry) => onTaken(entry, visit)).catch(() => setFailed(true)).finally(() => setBusy(false))
  }
  if (known === undefined) return <Bones cards={[3]} />
  if (known === 'no-list' || hasFailed) return <Alert tone="warning" title={t('away.no-list')}>{t('away.no-list-note')}</Alert>
  if (known.length === 0) {
    return (
      <>
        <Alert tone="warning" title={t('away.unknown')}>{t('away.unknown-note')}</Alert>
        <Button kind="primary" block icon="check" busy={isBusy} onPress={() => note(undefined)}>{t('away.note-me')}</Button>
        <Button block icon="walk" onPress={onWalkIn}>{t('away.walk-in-instead')}</Button>
      </>
    )
  }
  return known.map((visit) => <AwayVisit key={visit.visitId} visit={visit} isBusy={isBusy} onPress={() => note(visit)} />)
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
