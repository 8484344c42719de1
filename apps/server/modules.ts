import { module as capacity } from '#engines/capacity/server.ts'
import { module as ledger } from '#engines/ledger/server.ts'
import { module as queue } from '#engines/queue/server.ts'
import { module as arrival } from '#journey/outpatient/arrival/server.ts'
import { module as boards } from '#journey/outpatient/boards/server.ts'
import { module as companion } from '#journey/outpatient/companion/server.ts'
import { module as consulting } from '#journey/outpatient/consulting/server.ts'
import { module as counters } from '#journey/outpatient/counters/server.ts'
import { module as kiosk } from '#journey/outpatient/kiosk/server.ts'
import { module as operations } from '#journey/outpatient/operations/server.ts'
import { module as servicedesk } from '#journey/outpatient/servicedesk/server.ts'
import { module as itinerary } from '#journey/outpatient/itinerary/server.ts'
import { module as attendance } from '#journey/previsit/attendance/server.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { module as fairness } from '#journey/previsit/fairness/server.ts'
import { module as lottery } from '#journey/previsit/lottery/server.ts'
import { module as release } from '#journey/previsit/release/server.ts'
import { module as supply } from '#journey/previsit/supply/server.ts'
import { module as pools } from '#journey/previsit/pools/server.ts'
import { module as suspension } from '#journey/previsit/suspension/server.ts'
import { module as waitlist } from '#journey/previsit/waitlist/server.ts'
import { module as access } from '#journey/throughout/access/server.ts'
import { module as assistance } from '#journey/throughout/assistance/server.ts'
import { module as billing } from '#journey/throughout/billing/server.ts'
import { module as credit } from '#journey/throughout/credit/server.ts'
import { module as directory } from '#journey/throughout/directory/server.ts'
import { module as guidance } from '#journey/throughout/guidance/server.ts'
import { module as insurance } from '#journey/throughout/insurance/server.ts'
import { module as integration } from '#journey/throughout/integration/server.ts'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import { module as reconciliation } from '#journey/throughout/reconciliation/server.ts'
import { rulesOf } from '#journey/throughout/rules/server.ts'
import { module as settlement } from '#journey/throughout/settlement/server.ts'
import { module as terminology } from '#journey/throughout/terminology/server.ts'
import { module as wallet } from '#journey/throughout/wallet/server.ts'
import type { Module } from '#platform/module.ts'

const rooms: readonly Module[] = [
  capacity, queue, ledger,
  access, people, messaging, directory, guidance, terminology, insurance, wallet, credit, billing, settlement, reconciliation, integration, assistance,
  release, booking, supply, suspension, pools, fairness, lottery, waitlist, attendance, arrival, boards, consulting, counters, itinerary, companion, kiosk, servicedesk, operations,
]

/** Every module the platform is made of: the engines, what goes all the way, the rooms in the order a patient meets them, and the rules of them all. */
export const modules: readonly Module[] = [...rooms, rulesOf(rooms)]
