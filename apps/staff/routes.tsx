import type { RouteObject } from 'react-router'
import { nav as arrivalNav, routes as arrival } from '#journey/outpatient/arrival/web/staff/index.ts'
import { nav as boardsNav, routes as boards } from '#journey/outpatient/boards/web/staff/index.ts'
import { nav as consultingNav, routes as consulting } from '#journey/outpatient/consulting/web/staff/index.ts'
import { nav as itineraryNav, routes as itinerary } from '#journey/outpatient/itinerary/web/staff/index.ts'
import { nav as operationsNav, routes as operations } from '#journey/outpatient/operations/web/staff/index.ts'
import { nav as servicedeskNav, routes as servicedesk } from '#journey/outpatient/servicedesk/web/staff/index.ts'
import { nav as kioskNav, routes as kiosk } from '#journey/outpatient/kiosk/web/staff/index.ts'
import { nav as countersNav, routes as counters, ruleNav } from '#journey/outpatient/counters/web/staff/index.ts'
import { nav as attendanceNav, routes as attendance } from '#journey/previsit/attendance/web/staff/index.ts'
import { nav as bookingNav, routes as booking } from '#journey/previsit/booking/web/staff/index.ts'
import { nav as lotteryNav, routes as lottery } from '#journey/previsit/lottery/web/staff/index.ts'
import { nav as releaseNav, routes as release } from '#journey/previsit/release/web/staff/index.ts'
import { nav as poolsNav, routes as pools } from '#journey/previsit/pools/web/staff/index.ts'
import { nav as suspensionNav, routes as suspension } from '#journey/previsit/suspension/web/staff/index.ts'
import { nav as waitlistNav, routes as waitlist } from '#journey/previsit/waitlist/web/staff/index.ts'
import { nav as supplyNav, routes as supply } from '#journey/previsit/supply/web/staff/index.ts'
import { nav as fairnessNav, routes as fairness } from '#journey/previsit/fairness/web/staff/index.ts'
import { routes as access } from '#journey/throughout/access/web/staff/index.ts'
import { nav as assistanceNav, routes as assistance } from '#journey/throughout/assistance/web/staff/index.ts'
import { nav as directoryNav, routes as directory } from '#journey/throughout/directory/web/staff/index.ts'
import { nav as guidanceNav, routes as guidance } from '#journey/throughout/guidance/web/staff/index.ts'
import { nav as integrationNav, routes as integration } from '#journey/throughout/integration/web/staff/index.ts'
import { nav as peopleNav, routes as people } from '#journey/throughout/people/web/staff/index.ts'
import { nav as reconciliationNav, routes as reconciliation } from '#journey/throughout/reconciliation/web/staff/index.ts'
import { nav as billingNav, routes as billing } from '#journey/throughout/billing/web/staff/index.ts'
import { nav as creditNav, routes as credit } from '#journey/throughout/credit/web/staff/index.ts'
import { nav as rulesNav, routes as rules } from '#journey/throughout/rules/web/staff/index.ts'
import { nav as settlementNav, routes as settlement } from '#journey/throughout/settlement/web/staff/index.ts'
import type { NavDoor } from '#ui/index.ts'

/** The rail: whoever is here now, then the people, their times, the money, and the house itself. */
export const doors: { label: string; doors: NavDoor[] }[] = [
  { label: 'staff:rail.now', doors: [...arrivalNav, ...consultingNav, ...countersNav, ...servicedeskNav, ...operationsNav, ...itineraryNav, ...billingNav] },
  { label: 'staff:rail.people', doors: [...peopleNav, ...assistanceNav] },
  { label: 'staff:rail.times', doors: [...bookingNav, ...waitlistNav, ...attendanceNav, ...supplyNav, ...suspensionNav, ...poolsNav, ...releaseNav, ...lotteryNav, ...fairnessNav] },
  { label: 'staff:rail.money', doors: [...reconciliationNav, ...settlementNav, ...creditNav] },
  { label: 'staff:rail.house', doors: [...rulesNav, ...ruleNav, ...boardsNav, ...kioskNav, ...directoryNav, ...guidanceNav, ...integrationNav] },
]

/** The desk's pages: our own few, then the doors of the modules. */
export const routes: RouteObject[] = [
  { path: '/', lazy: () => import('./today/today-page.tsx') },
  { path: '/gallery', lazy: () => import('./gallery/gallery-page.tsx') },
  ...access,
  ...people,
  ...booking,
  ...fairness,
  ...supply,
  ...waitlist,
  ...attendance,
  ...release,
  ...lottery,
  ...suspension,
  ...pools,
  ...arrival,
  ...boards,
  ...consulting,
  ...counters,
  ...kiosk,
  ...servicedesk,
  ...operations,
  ...itinerary,
  ...billing,
  ...reconciliation,
  ...settlement,
  ...credit,
  ...directory,
  ...guidance,
  ...assistance,
  ...integration,
  ...rules,
  { path: '*', lazy: () => import('./missing-page.tsx') },
]
