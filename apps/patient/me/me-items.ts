import { meItems as companion } from '#journey/outpatient/companion/web/patient/index.ts'
import { meItems as servicedesk } from '#journey/outpatient/servicedesk/web/patient/index.ts'
import { meItems as fairness } from '#journey/previsit/fairness/web/patient/index.ts'
import { meItems as lottery } from '#journey/previsit/lottery/web/patient/index.ts'
import { meItems as waitlist } from '#journey/previsit/waitlist/web/patient/index.ts'
import { meItems as access } from '#journey/throughout/access/web/patient/index.ts'
import { meItems as assistance } from '#journey/throughout/assistance/web/patient/index.ts'
import { meItems as billing } from '#journey/throughout/billing/web/patient/index.ts'
import { meItems as credit } from '#journey/throughout/credit/web/patient/index.ts'
import { meItems as people } from '#journey/throughout/people/web/patient/index.ts'
import { meItems as wallet } from '#journey/throughout/wallet/web/patient/index.ts'
import type { MeItem } from '#ui/index.ts'

/** What the modules have to say on the page "me". */
export const meItems: MeItem[] = [...people, ...waitlist, ...lottery, ...fairness, ...wallet, ...billing, ...credit, ...companion, ...assistance, ...servicedesk, ...access]
