import { inject } from 'vitest'
import type { RulesNow } from '#journey/throughout/rules/contract.ts'
import { newCounts, openSession } from '#region/simulate/client.ts'
import { signInStaff } from '#region/simulate/sign-in.ts'

/**
 * The demonstration's hospital gives up its quiet hours, by a version of the rule as its office would publish it. When they are
 * given up already, as on a second try, nothing is published.
 */
export async function askAtNightToo(): Promise<void> {
  const office = openSession(inject('productUrl'), newCounts(), 'api')
  await signInStaff(office, 'admin')
  const { rules, today } = await office.get<RulesNow>('/api/rules')
  const { now, last } = rules.find(({ code }) => code === 'waitlist.offers')!
  const value = now.value as { readonly quietFrom: string; readonly quietTo: string }
  if (value.quietFrom === value.quietTo) return
  await office.send('POST', '/api/rules/waitlist.offers/versions', { validFrom: today, value: { ...value, quietTo: value.quietFrom }, source: '演示医院夜里也有人值班', after: last })
}
