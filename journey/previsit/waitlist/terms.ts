import type { OfferRules } from './rules.ts'

const MINUTE = 60_000
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** True at night: nobody is woken, and nobody loses a place asleep. */
export function isQuiet(at: Date, { quietFrom, quietTo }: Pick<OfferRules, 'quietFrom' | 'quietTo'>): boolean {
  const time = clock.format(at)
  return quietFrom > quietTo ? time >= quietFrom || time < quietTo : time >= quietFrom && time < quietTo
}

/** After this nobody is asked any more: `returnMinutesBefore` the start, or what the visit needs to be prepared. */
export function lastMoment(startsAt: Date, rules: OfferRules, preparation: number): Date {
  return new Date(startsAt.getTime() - Math.max(rules.returnMinutesBefore, preparation) * MINUTE)
}

export interface Terms {
  readonly mode: 'hold' | 'group'
  readonly answerBy: Date
}

/**
 * How somebody is asked: alone with time to think while there is time, a few at once when it is short. What would run out at
 * night runs on until an hour after the morning begins, but never past the last moment.
 */
export function termsFor(startsAt: Date, now: Date, rules: OfferRules, preparation: number): Terms {
  const hours = (startsAt.getTime() - now.getTime()) / (60 * MINUTE)
  const minutes = (rules.answer.find((step) => hours >= step.hoursBefore) ?? rules.answer.at(-1))?.minutes ?? 10
  const last = lastMoment(startsAt, rules, preparation)
  let answerBy = new Date(now.getTime() + minutes * MINUTE)
  if (isQuiet(answerBy, rules)) {
    while (isQuiet(answerBy, rules)) answerBy = new Date(answerBy.getTime() + 10 * MINUTE)
    answerBy = new Date(answerBy.getTime() + 60 * MINUTE)
  }
  return { mode: hours < rules.groupBelowHours ? 'group' : 'hold', answerBy: answerBy < last ? answerBy : last }
}
