import { localDay } from '#platform/clock/index.ts'
import { checkDocument, type PersonDetails, type Sex } from '../contract.ts'
import { BirthDateNeeded, DocumentDisagrees, DocumentInvalid } from '../errors.ts'

/** Details that fit together: the number is valid, and sex and birth date are known and agree with it. */
export interface SettledDetails {
  readonly name: string
  readonly document: PersonDetails['document']
  readonly sex: Sex
  readonly birthDate: string
}

/** Brings what somebody typed and what their document says together, or says what does not fit. */
export function settleDetails(details: PersonDetails, now: Date): SettledDetails {
  const today = localDay(now)
  const facts = checkDocument(details.document.kind, details.document.number, today)
  if ('fault' in facts) throw new DocumentInvalid({ fault: facts.fault })
  const saysOther = (said: string | undefined, given: string | undefined) => said !== undefined && given !== undefined && said !== given
  if (saysOther(facts.sex, details.sex) || saysOther(facts.birthDate, details.birthDate)) throw new DocumentDisagrees()
  const sex = facts.sex ?? details.sex
  const birthDate = facts.birthDate ?? details.birthDate
  if (!sex || !birthDate || birthDate > today) throw new BirthDateNeeded()
  return { name: details.name.trim(), document: { kind: details.document.kind, number: facts.number }, sex, birthDate }
}
