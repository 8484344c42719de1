import { useTranslation } from 'react-i18next'
import { Button, Buttons, EmptyState, Figure, Pane, Tag, useFormat } from '#ui/index.ts'
import type { CalendarSession } from '../../contract.ts'
import { usePick } from './schedule-data.ts'

export type Act = 'move' | 'change' | 'substitute' | 'close'

/** One session close up, and what may be done with it. */
export function DetailPane({ session, mayChange, onAct, suspendHref }: { session: CalendarSession | undefined; mayChange: boolean; onAct: (act: Act) => void; suspendHref: string }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  if (!session) return <Pane label={t('detail.label')} paper><EmptyState title={t('detail.none')}>{mayChange ? t('detail.none-note') : t('detail.mine')}</EmptyState></Pane>
  const isOpen = session.status === 'open'
  const foot = mayChange ? (
    <Buttons>
      {isOpen && <Button small icon="clock" onPress={() => onAct('move')}>{t('action.move')}</Button>}
      {isOpen && <Button small icon="edit" onPress={() => onAct('change')}>{t('action.change')}</Button>}
      {isOpen && <Button small icon="swap" onPress={() => onAct('substitute')}>{t('action.substitute')}</Button>}
      {isOpen && <Button small kind="quiet" onPress={() => onAct('close')}>{t('action.close')}</Button>}
      <Button small kind="danger-line" href={suspendHref}>{t('action.suspend')}</Button>
    </Buttons>
  ) : undefined
  return (
    <Pane
      label={t('detail.label')} foot={foot}
      head={(
        <>
          <p className="caption muted">{format.date(session.day)} {session.from}–{session.to}</p>
          <h2>{pick(session.serviceName, session.serviceNameEn)}</h2>
          <div className="row"><Figure size="s" value={session.taken} unit={`/ ${session.units}`} />{!isOpen && <Tag tone="danger" icon="pause">{t('status.suspended')}</Tag>}</div>
          <p className="small muted">{[pick(session.practitionerName, session.practitionerNameEn) || t('grid.on-duty'), session.room ? t('detail.room', { room: session.room }) : t('detail.no-room'), t('detail.periods', { minutes: session.periodMinutes })].join(' · ')}</p>
        </>
      )}
    >
      <h3>{t('detail.pools')}</h3>
      <ul className="supply-detail__pools">
        {session.pools.filter((pool) => pool.units > 0).map((pool) => (
          <li key={pool.code}>
            <span className="row row--between"><span><i className="dot" data-pool={pool.code} />{t(`pool.${pool.code}`)}</span><span><b>{pool.taken}</b> <span className="muted">/ {pool.units}</span></span></span>
            <span className="supply-fill" aria-hidden="true"><i data-pool={pool.code} style={{ flexGrow: pool.taken }} /><i style={{ flexGrow: pool.units - pool.taken }} /></span>
          </li>
        ))}
      </ul>
      <p className="small muted">
        {session.templateId === null ? t('detail.own') : t('detail.from-template')}{' '}
        {mayChange && session.templateId !== null && <Button small kind="quiet" href={`/schedules/templates?department=${session.departmentId}&template=${session.templateId}`}>{t('action.template')}</Button>}
      </p>
    </Pane>
  )
}
