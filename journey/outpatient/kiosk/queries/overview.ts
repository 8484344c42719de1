import { placeInLine } from '#engines/queue/index.ts'
import { findVisit, whereTo } from '#journey/outpatient/arrival/index.ts'
import { appointmentsOfPerson } from '#journey/previsit/booking/index.ts'
import { billsOfPerson } from '#journey/throughout/billing/index.ts'
import { entriesOf, personSummary } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { KioskOverview } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'

const AHEAD_DAYS = 8

/** What somebody asks a machine about themselves here: the coming week's appointments, the place in line, what is due. */
export async function overview(tx: Tx, context: MachineContext, personId: string): Promise<KioskOverview> {
  const { institutionId, now } = context
  const mine = await entriesOf(tx, personId)
  const { nameMasked } = await personSummary(tx, context, personId)
  const appointments: KioskOverview['appointments'] = []
  for (let ahead = 0; ahead < AHEAD_DAYS; ahead++) {
    const day = localDay(new Date(now.getTime() + ahead * 86_400_000))
    for (const appointment of await appointmentsOfPerson(tx, context, mine, institutionId, day)) {
      const visit = await findVisit(tx, institutionId, appointment.id)
      const place = visit ? await placeInLine(tx, context, visit) : null
      const { department, practitioner, room } = await whereTo(tx, context, appointment)
      appointments.push({
        visitId: appointment.id, department, practitioner: practitioner && { name: practitioner.name, nameEn: practitioner.nameEn },
        startsAt: appointment.startsAt, endsAt: appointment.endsAt, room: place?.pointName ?? room, status: visit?.status ?? appointment.status,
        label: place?.label ?? null, ahead: place?.ahead ?? null, fromMinutes: place?.range?.fromMinutes ?? null, toMinutes: place?.range?.toMinutes ?? null,
      })
    }
  }
  const bills = (await billsOfPerson(tx, context, personId)).filter((bill) => bill.institutionId === institutionId && (bill.status === 'open' || bill.status === 'part-paid'))
  return { nameMasked, appointments, dueCents: bills.reduce((sum, bill) => sum + bill.dueCents, 0) }
}
