import { useTranslation } from 'react-i18next'
import { Alert, Button, Figure, Kbd, Pane, SolidCard, useFormat } from '#ui/index.ts'
import type { LinePatient } from '#journey/outpatient/arrival/contract.ts'
import type { RoomActs } from './room-data.ts'

/** Somebody was called and is on the way: begin when they come in, call again, or let the next one pass. */
export function CalledPane({ entry, acts, onBegun }: { entry: LinePatient; acts: RoomActs; onBegun: (visitId: string) => void }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const { ticket, patient } = entry
  const { visitId } = ticket
  const problem = acts.begin.error ?? acts.move.error
  return (
    <Pane label={t('queue.start')}>
      <div className="consulting-called">
        <SolidCard
          context={ticket.calledAt && t('queue.called-at', { time: format.time(ticket.calledAt), count: ticket.callCount })}
          figure={<Figure size="l" value={ticket.label} />} title={patient?.name ?? ticket.displayName}
          place={patient && <>{t(`sex.${patient.sex}`)} {t('age', { age: patient.age })}</>}
          actions={<>
            <Button kind="now" icon="steth" busy={acts.begin.isPending} aria-keyshortcuts="F2" onPress={() => acts.begin.mutate(visitId, { onSuccess: () => onBegun(visitId) })}>{t('queue.start')} <Kbd>F2</Kbd></Button>
            <Button kind="ghost" icon="sound" busy={acts.move.isPending} onPress={() => acts.move.mutate({ visitId, verb: { verb: 'recall' } })}>{t('queue.recall')}</Button>
            <Button kind="ghost" onPress={() => acts.move.mutate({ visitId, verb: { verb: 'pass' } })}>{t('queue.pass')}</Button>
          </>}
        />
        {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
      </div>
    </Pane>
  )
}
