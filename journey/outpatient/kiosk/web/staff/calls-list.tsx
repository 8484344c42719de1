import { useTranslation } from 'react-i18next'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { HelpCall } from '../../contract.ts'
import { useFleetActs } from './fleet-data.ts'

/** Who stands at a machine and wants a person: longest waiting first. The machine says when somebody goes. */
export function CallsList({ calls, asOf }: { calls: readonly HelpCall[]; asOf: string }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const { answer } = useFleetActs()
  return (
    <section className="stack" aria-label={t('staff.calls')} aria-live="assertive">
      {answer.isError && <Alert tone="warning">{answer.error.title}</Alert>}
      {calls.map((call) => (
        <Alert
          key={call.id} tone={call.comingAt ? 'info' : 'now'} icon="hand" title={call.machine}
          action={call.comingAt
            ? <Button small busy={answer.isPending} onPress={() => answer.mutate({ id: call.id, what: 'done' })}>{t('staff.helped')}</Button>
            : <Button small kind="primary" busy={answer.isPending} onPress={() => answer.mutate({ id: call.id, what: 'coming' })}>{t('staff.coming')}</Button>}
        >
          {t('staff.call-line', { place: call.place ? `${call.place} ` : '', step: t(`step.${call.step}`) })} {call.comingAt ? t('staff.coming-by', { name: call.comingBy }) : t('staff.waited', { minutes: format.minutes((Date.parse(asOf) - Date.parse(call.calledAt)) / 60_000) })}
        </Alert>
      ))}
    </section>
  )
}
