import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { RefusalDetails } from '../../contract.ts'
import { Reasons } from '../reasons.tsx'

/** Why it did not work, every reason, and the way on: the next free time, or the appointment in the way. */
export function Refused({ problem, onOther }: { problem: Problem; onOther?: ((alternative: NonNullable<RefusalDetails['alternative']>) => void) | undefined }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  // The time that was pressed may be far down the page: the answer is brought to the eyes.
  useEffect(() => { place.current?.scrollIntoView({ block: 'center' }) }, [problem])
  const details = problem.details as unknown as Partial<RefusalDetails>
  const reasons = details.reasons ?? []
  const inTheWay = reasons.find((reason) => reason.with !== undefined)?.with
  const { alternative } = details
  const isStopped = reasons.some((reason) => reason.code === 'booking.restricted')
  const action = (
    <>
      {isStopped && <Button small kind="soft" href="/me/online-booking">{t('refused.why')}</Button>}
      {alternative && onOther && <Button small kind="soft" onPress={() => onOther(alternative)}>{t('refused.see', { when: format.dayTime(alternative.startsAt) })}</Button>}
      {inTheWay && <Button small href={`/appointments/${inTheWay.institutionId}/${inTheWay.id}`}>{t('refused.in-the-way', { when: format.dayTime(inTheWay.startsAt) })}</Button>}
    </>
  )
  return (
    <div ref={place}>
      <Alert tone="warning" title={problem.title || t('refused.unknown')} {...(alternative || inTheWay || isStopped ? { action } : {})}>
        <Reasons problem={problem} />
      </Alert>
    </div>
  )
}
