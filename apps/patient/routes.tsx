import type { RouteObject } from 'react-router'
import { routes as arrival } from '#journey/outpatient/arrival/web/patient/index.ts'
import { routes as consulting } from '#journey/outpatient/consulting/web/patient/index.ts'
import { routes as servicedesk } from '#journey/outpatient/servicedesk/web/patient/index.ts'
import { routes as companion } from '#journey/outpatient/companion/web/patient/index.ts'
import { routes as counters } from '#journey/outpatient/counters/web/patient/index.ts'
import { routes as itinerary } from '#journey/outpatient/itinerary/web/patient/index.ts'
import { routes as attendance } from '#journey/previsit/attendance/web/patient/index.ts'
import { routes as booking } from '#journey/previsit/booking/web/patient/index.ts'
import { routes as lottery } from '#journey/previsit/lottery/web/patient/index.ts'
import { routes as release } from '#journey/previsit/release/web/patient/index.ts'
import { routes as suspension } from '#journey/previsit/suspension/web/patient/index.ts'
import { routes as waitlist } from '#journey/previsit/waitlist/web/patient/index.ts'
import { routes as fairness } from '#journey/previsit/fairness/web/patient/index.ts'
import { routes as access } from '#journey/throughout/access/web/patient/index.ts'
import { routes as assistance } from '#journey/throughout/assistance/web/patient/index.ts'
import { routes as billing } from '#journey/throughout/billing/web/patient/index.ts'
import { routes as credit } from '#journey/throughout/credit/web/patient/index.ts'
import { routes as directory } from '#journey/throughout/directory/web/patient/index.ts'
import { routes as guidance } from '#journey/throughout/guidance/web/patient/index.ts'
import { routes as people } from '#journey/throughout/people/web/patient/index.ts'
import { routes as wallet } from '#journey/throughout/wallet/web/patient/index.ts'

/** The patient's pages: our own few, then the doors of the modules. A module adds itself with one import and one spread. */
export const routes: RouteObject[] = [
  { path: '/', lazy: () => import('./home/home-page.tsx') },
  { path: '/me', lazy: () => import('./me/me-page.tsx') },
  ...access,
  ...people,
  ...booking,
  ...fairness,
  ...waitlist,
  ...attendance,
  ...release,
  ...lottery,
  ...suspension,
  ...arrival,
  ...consulting,
  ...counters,
  ...itinerary,
  ...companion,
  ...servicedesk,
  ...wallet,
  ...billing,
  ...credit,
  ...directory,
  ...guidance,
  ...assistance,
  { path: '*', lazy: () => import('./missing-page.tsx') },
]
