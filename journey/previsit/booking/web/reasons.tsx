import { useTranslation } from 'react-i18next'
import type { Problem } from '#client/index.ts'
import type { RefusalDetails, TogetherDetails } from '../contract.ts'

/** Every reason of a refusal in words, the first one first, each with what to do next. */
export function useReasons() {
  const { t } = useTranslation('booking')
  const short = (code: string) => code.replace('booking.', '')
  return {
    /** The reasons by code; a refusal with one reason has it as its own code. */
    codesOf: (problem: Problem): string[] => {
      const { reasons } = problem.details as unknown as Partial<RefusalDetails>
      return reasons && reasons.length > 0 ? reasons.map((reason) => reason.code) : [problem.code]
    },
    entriesOf: (problem: Problem): TogetherDetails['entries'] => (problem.details as unknown as Partial<TogetherDetails>).entries ?? [],
    title: (code: string) => t(`errors.${short(code)}`, { defaultValue: '' }),
    next: (code: string) => t(`refused.next.${short(code)}`, { defaultValue: '' }),
  }
}

/** The reasons beside the first, and what to do about each. */
export function Reasons({ problem }: { problem: Problem }) {
  const { codesOf, title, next } = useReasons()
  const codes = codesOf(problem)
  const steps = [...new Set(codes.map(next).filter(Boolean))]
  return (
    <>
      {codes.length > 1 && <ul className="booking-reasons">{codes.slice(1).map((code) => <li key={code}>{title(code)}</li>)}</ul>}
      {steps.map((step) => <p key={step} className="small">{step}</p>)}
    </>
  )
}
