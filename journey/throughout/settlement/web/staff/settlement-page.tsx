import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Bones, Button, Desk, EmptyState, ErrorState, ListItem, Pane, Tag, useFormat } from '#ui/index.ts'
import type { DaySummary } from '../../contract.ts'
import { DayPane } from './day-pane.tsx'
import { OwnDay } from './own-day.tsx'
import { toneOf, useDay, useDays } from './settlement-data.ts'
import './settlement.css'

/** The days of settlement at the side, one of them in full: for the centre the whole region, for a hospital its own line. */
export function Component() {
  const { t } = useTranslation('settlement')
  const chosen = useParams()['day']
  const days = useDays()
  const shown = chosen ?? days.data?.days[0]?.day
  const day = useDay(shown)
  return (
    <Desk title={t('title')} panes="300px 1fr" context={days.data && t(days.data.centre ? 'about' : 'about-own')} actions={<Button small href="/settlement/accounts">{t('accounts-page.title')}</Button>}>
      <Pane label={t('days')} flush>
        {days.isPending && <Bones cards={[6]} />}
        {days.isError && <ErrorState problem={days.error} onRetry={() => void days.refetch()} />}
        {days.data?.days.length === 0 && <EmptyState title={t('none')}>{t('none-note')}</EmptyState>}
        <ul className="list settlement-days">{days.data?.days.map((one) => <DayItem key={one.day} day={one} centre={days.data.centre} selected={one.day === shown} />)}</ul>
      </Pane>
      {day.data && (day.data.centre ? <DayPane key={day.data.day} day={day.data} /> : <OwnDay key={day.data.day} day={day.data} institutionId={days.data?.institutionId ?? 0} />)}
      {!day.data && (
        <Pane label={t('day')} paper>
          {day.isError && <ErrorState problem={day.error} onRetry={() => void day.refetch()} />}
          {shown !== undefined && day.isPending && <Bones cards={[3, 6]} />}
        </Pane>
      )}
    </Desk>
  )
}

function DayItem({ day, centre, selected }: { day: DaySummary; centre: boolean; selected: boolean }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const note = () => {
    if (day.status === 'draft') return t('not-yet')
    if (centre) return t('moves', { count: day.hospitals, amount: format.money(day.payInCents + day.payOutCents) })
    if (day.payInCents > 0) return t('you-pay', { amount: format.money(day.payInCents) })
    return day.payOutCents > 0 ? t('you-get', { amount: format.money(day.payOutCents) }) : t('nothing-moves')
  }
  return (
    <ListItem
      href={`/settlement/${day.day}`} selected={selected} title={format.date(day.day)} note={note()}
      end={<Tag tone={toneOf[day.status]} icon={day.status === 'posted' ? 'check' : day.refused > 0 ? 'alert' : undefined}>{t(`status.${day.status}`)}</Tag>}
    />
  )
}
