import { findVisit } from '#journey/outpatient/arrival/index.ts'
import { pastVisits } from '#journey/outpatient/consulting/index.ts'
import { appointmentsOfPerson } from '#journey/previsit/booking/index.ts'
import { departmentById } from '#journey/throughout/directory/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Printable } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { kioskBills } from './kiosk-bills.ts'

/** What there is of somebody here to be printed: today's tickets, receipts, what doctors wrote; newest first of each. */
export async function printables(tx: Tx, context: MachineContext, personId: string): Promise<Printable[]> {
  const { institutionId, now } = context
  const mine = await entriesOf(tx, personId)
  const found: Printable[] = []
  for (const appointment of await appointmentsOfPerson(tx, context, mine, institutionId, localDay(now))) {
    const visit = await findVisit(tx, institutionId, appointment.id)
    if (!visit || visit.status === 'left') continue
    const department = await departmentById(tx, institutionId, appointment.departmentId)
    found.push({ kind: 'ticket', visitId: appointment.id, title: department?.name ?? '', titleEn: department?.nameEn ?? '', at: visit.checkedInAt.toISOString() })
  }
  const { bills } = await kioskBills(tx, context, institutionId, personId)
  for (const bill of bills) {
    const last = bill.receipts.at(-1)
    if (last) found.push({ kind: 'receipt', visitId: bill.id, title: bill.title, titleEn: bill.title, at: last.issuedAt })
  }
  for (const visit of await pastVisits(tx, mine, { before: now, limit: 4 })) {
    if (visit.institutionId === institutionId) found.push({ kind: 'report', visitId: visit.visitId, title: visit.departmentName, titleEn: visit.departmentNameEn, at: visit.startedAt })
  }
  return found
}
