import { useTranslation } from 'react-i18next'
import { Money, Path, useChrome, useFormat } from '#ui/index.ts'
import type { Step } from '#ui/index.ts'
import type { Desk, OrderKind } from '../../contract.ts'
import { payStep } from './pay-step.ts'
import { useVisitPayment } from './visit-data.ts'

const AFTER: readonly OrderKind[] = ['laboratory', 'examination', 'procedure', 'drug']

/** What the patient does after this room, from what was ordered: the line of the visit, seen from the desk. */
export function NextSteps({ desk, revisit, referrals }: { desk: Desk; revisit: Step; referrals: readonly Step[] }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const { personDay } = useChrome()
  const { visit, orders } = desk
  const { data: payment } = useVisitPayment(desk)
  const pay = payment && payment.selfCents > 0 ? payStep(payment) : undefined
  const isOver = visit.state === 'finished'
  const later = AFTER.flatMap((kind): Step[] => {
    const ofKind = orders.filter((order) => order.kind === kind)
    // Who is back with results has been there already.
    const isDone = ofKind.every((order) => order.doneAt !== null || order.resultAt !== null)
    return ofKind.length === 0 ? [] : [{ key: kind, state: isDone ? 'done' : 'next', label: t(`next.${kind}`), note: ofKind.map((order) => order.name).join(' · ') }]
  })
  const steps: Step[] = [
    {
      key: 'consult', state: isOver ? 'done' : 'now', label: t('next.consult'),
      end: visit.finishedAt ? t('next.until', { time: format.time(visit.finishedAt) }) : t('next.since', { time: format.time(visit.startedAt) }),
    },
    ...(pay ? [{ key: 'pay', state: pay.state, label: t(pay.label), end: <Money cents={pay.cents} /> }] : []),
    ...later,
    ...referrals,
    revisit,
  ]
  return (
    <section className="consulting-next">
      <h3>{t('next.title')}</h3>
      <Path steps={steps} label={t('next.title')} />
      {personDay?.(visit.personId)}
    </section>
  )
}
