import { z } from 'zod'
import { cents, declareRule, whole } from '#platform/rules/index.ts'

const furtherPart = () => z.strictObject({ shareBp: whole('bp', 0, 10_000), ceilingCents: cents(0, 100_000_000) })

/** What a commercial policy and medical relief pay of what the insurer left. */
export const furtherPayersRule = declareRule('insurance.further-payers', 'institution', z.strictObject({ commercial: furtherPart(), relief: furtherPart() }), { approvals: 2 })

/** What the insurer pays less than the person was told is the hospital's to bear, up to this; beyond it a person decides. */
export const borneByHospitalRule = declareRule('insurance.borne-by-hospital', 'institution', z.strictObject({ mostCents: cents(0, 10_000_000) }), { approvals: 2 })

export const rules = [furtherPayersRule, borneByHospitalRule]
