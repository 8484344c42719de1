import { useTranslation } from 'react-i18next'
import type { PoolCode } from '#journey/previsit/booking/contract.ts'

/** Names in the reader's language. */
export function usePoolNames() {
  const { t, i18n } = useTranslation('pools')
  const pick = (chinese: string, english: string) => (i18n.language === 'en' && english) || chinese
  return {
    pick,
    pool: (code: PoolCode) => t(`pool.${code}`),
    who: (one: { practitionerName: string | null; practitionerNameEn: string | null; serviceName: string; serviceNameEn: string }) =>
      (one.practitionerName ? pick(one.practitionerName, one.practitionerNameEn ?? '') : pick(one.serviceName, one.serviceNameEn)),
  }
}

/** What the platform writes, and under which name it is told. */
const sentences: Readonly<Record<string, string>> = {
  'unused at its deadline': 'unused', 'kept-for-rebooking': 'kept-for-rebooking', 'rebooking-taken': 'rebooking-taken', 'rebooking-not-wanted': 'rebooking-not-wanted',
  'rebooking-over': 'rebooking-over', 'session-suspended': 'session-suspended', 'session-reinstated': 'session-reinstated', 'share-of-the-pool': 'share',
  'given back, and others wait for it': 'given-back', 'the session does not take place': 'session-suspended', 'nobody who waits took it in time': 'not-in-time',
  'nobody who waits took it': 'not-taken', 'nobody who waits could come': 'nobody-could-come', 'advised overbooking': 'overbooking',
}

/** What is said of why a unit moved: a sentence where the platform did it, the words of whoever did it by hand otherwise. */
export function useReason() {
  const { t } = useTranslation('pools')
  return (reason: string) => {
    // A draw writes what it does, with its number behind a stroke: units that were put into it, or that it had left over.
    const draw = /^lottery\.(\w+)\//.exec(reason)?.[1]
    const known = sentences[reason] ?? (draw === undefined ? undefined : draw === 'draw' ? 'draw' : 'after-draw')
    return known ? t(`reason.${known}`) : reason
  }
}
