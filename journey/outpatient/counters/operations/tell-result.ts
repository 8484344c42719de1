import { preferredLanguage } from '#journey/throughout/access/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import type { SmsTemplate } from '#journey/throughout/messaging/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { StopFacts } from '../events.ts'
import { resultToTell } from '../queries/result-notice.ts'

/** Who has gone home hears of it the next day too; what sends people through the building is soon over. */
const GOOD_FOR_MS = { here: 60 * 60_000, later: 24 * 3_600_000 }

/**
 * "Your result is there", in the person's language, with what to do next and today's number: once for each result, however
 * often it is heard, and at night only while they are in the building. Never the result, nor what was looked for. For reactions.
 */
export async function tellResult(tx: Tx, context: Context, { institutionId, visitId, personId, stopId }: StopFacts): Promise<void> {
  const found = await resultToTell(tx, context, { institutionId, visitId, stopId })
  if (!found) return
  const { nameMasked } = await personSummary(tx, context, personId)
  const isEnglish = (await preferredLanguage(tx, personId)) === 'en'
  const hospital = await institutionById(tx, institutionId)
  const place = found.next === 'later' ? (isEnglish ? hospital?.nameEn : hospital?.shortName) ?? '' : found.label
  const template: SmsTemplate = isEnglish ? `result-${found.next}-en` : `result-${found.next}`
  await tellPerson(tx, context, {
    personId, key: `result/${stopId}`, template, params: [nameMasked, place, ...(found.next === 'return' ? [roomWords(found.room, isEnglish)] : [])],
    notBefore: found.at, notAfter: new Date(found.at.getTime() + (found.next === 'later' ? GOOD_FOR_MS.later : GOOD_FOR_MS.here)),
  })
}

const roomWords = (room: string, isEnglish: boolean): string => room || (isEnglish ? 'the doctor' : '医生那里')
