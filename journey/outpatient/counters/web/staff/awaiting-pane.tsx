import { useTranslation } from 'react-i18next'
import { Button, EmptyState, Pane, QueueRow, useFormat } from '#ui/index.ts'
import type { CounterNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Counter } from './counter-data.ts'

/** Whose result is still to come: one press says it is there, and the patient stands in the doctor's line again. */
export function AwaitingPane({ now, counter }: { now: CounterNow | undefined; counter: Counter }) {
  const { t } = useTranslation('counters')
  const format = useFormat()
  const names = useNames()
  const awaiting = now?.awaiting ?? []
  return (
    <Pane label={t('awaiting.title')} paper flush head={<h2 className="counters-side">{t('awaiting.title')} <span className="muted">{awaiting.length}</span></h2>} foot={<span className="caption muted">{t('awaiting.note')}</span>}>
      {now && awaiting.length === 0 && <EmptyState title={t('awaiting.none')} />}
      <ul aria-label={t('awaiting.title')}>
        {awaiting.map(({ stop, label, person, expectedAt }) => (
          <QueueRow
            key={stop.id} number={label} name={person?.name ?? '—'} about={person && <>{t(`sex.${person.sex}`)} {person.age}</>}
            note={<>{names.items(stop)}{expectedAt && <> · {t('awaiting.about', { time: format.time(expectedAt) })}</>}</>} state={expectedAt !== null && Date.parse(expectedAt) < Date.parse(now!.asOf) ? 'late' : undefined}
            end={now!.station.mayMarkResult && <Button small kind="soft" busy={counter.result.isPending && counter.result.variables === stop.id} aria-label={t('awaiting.there-named', { label })} onPress={() => counter.result.mutate(stop.id)}>{t('awaiting.there')}</Button>}
          />
        ))}
      </ul>
    </Pane>
  )
}
