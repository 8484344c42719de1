import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Checkbox, Segmented, Sheet, TextField } from '#ui/index.ts'
import type { CounterNow, StationListed } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Counter } from './counter-data.ts'

const STATES = ['open', 'paused', 'closed'] as const

/** This window: open, paused or closed, and which other lines it serves; and whether the station gives numbers at all. */
export function WindowSheet({ now, stations, counter, title, onClose }: { now: CounterNow; stations: StationListed[]; counter: Counter; title: string; onClose: () => void }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const { mine, station } = now
  const [also, setAlso] = useState<ReadonlySet<number>>(() => new Set(stations.filter((one) => one.stationId !== station.stationId && mine?.serves.includes(one.queueId)).map((one) => one.stationId)))
  const [reason, setReason] = useState('')
  const toggle = (id: number) => (on: boolean) => setAlso((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)))
  const problem = [counter.sit, counter.setState, counter.taking].find((act) => act.isError)?.error
  return (
    <Sheet title={title} onClose={onClose}>
      <div className="stack">
        {mine && (
          <>
            <Segmented label={t('window.state')} value={mine.state} onChange={(state) => counter.setState.mutate({ pointId: mine.id, state: state as (typeof STATES)[number] })} options={STATES.map((value) => ({ value, label: t(`window.${value}`) }))} />
            <fieldset>
              <legend>{t('window.also')}</legend>
              {stations.filter((one) => one.mayServe && one.stationId !== station.stationId).map((one) => <Checkbox key={one.stationId} label={names.of(one)} checked={also.has(one.stationId)} onChange={toggle(one.stationId)} />)}
            </fieldset>
            <Button busy={counter.sit.isPending} onPress={() => counter.sit.mutate({ pointId: mine.id, alsoStations: [...also] }, { onSuccess: onClose })}>{t('window.serve')}</Button>
          </>
        )}
        {station.closedUntil ? <Button kind="primary" busy={counter.taking.isPending} onPress={() => counter.taking.mutate({ taking: true }, { onSuccess: onClose })}>{t('window.take-again')}</Button> : (
          <>
            <TextField label={t('window.reason')} hint={t('window.reason-hint')} value={reason} onChange={setReason} maxLength={30} placeholder={t('window.usual')} />
            <Button busy={counter.taking.isPending} onPress={() => counter.taking.mutate({ taking: false, reason: reason.trim() || t('window.usual') }, { onSuccess: onClose })}>{t('window.stop-taking')}</Button>
          </>
        )}
        {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
      </div>
    </Sheet>
  )
}
