import { meItems as access } from '#journey/throughout/access/web/patient/index.ts'
import { meItems as billing } from '#journey/throughout/billing/web/patient/index.ts'
import { meItems as people } from '#journey/throughout/people/web/patient/index.ts'
import type { MeItem } from '#ui/index.ts'

/** What the modules have to say on the page "me". */
export const meItems: MeItem[] = [...people, ...billing, ...access]
