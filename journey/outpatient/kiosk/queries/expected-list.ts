import { departmentById, type Snapshot } from '#journey/throughout/directory/index.ts'
import { documentsOf } from '#journey/throughout/people/index.ts'
import { appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, newId } from '#platform/database/index.ts'
import { keysOfList, listEntry } from '../away/list-keys.ts'
import type { ExpectedList, ExpectedVisit } from '../contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { paperSeries } from './paper-series.ts'
import { walkInDepartments } from './walk-in-departments.ts'

const GOOD_HOURS = 12

/**
 * Who is expected today, for a machine to keep for when we are away: keyed hashes of documents, and behind each, readable
 * only with that number, where its holder goes. No name and no number is in it. And which departments take people without a
 * booking. Leaves one audit row.
 */
export async function expectedList(db: Db, context: MachineContext, snapshot: Snapshot): Promise<ExpectedList> {
  const { institutionId, machine, now } = context
  const listId = newId()
  const keys = keysOfList(institutionId, machine, listId)
  // Whoever comes here for the first time is nobody's patient here yet: the list is made by the system, in the machine's name.
  const system = systemContext(`kiosk:${machine}`, now, institutionId)
  const { entries, walkIn, papers } = await inTransaction(db, system, async (tx) => {
    const expected = (await appointmentsOfDay(tx, system, { institutionId, day: localDay(now) })).filter((one) => one.status === 'booked')
    const visits = new Map<string, ExpectedVisit[]>()
    for (const { id, personId, departmentId, startsAt, endsAt, room } of expected) {
      const department = await departmentById(tx, institutionId, departmentId)
      const where = [department?.building, department?.floor, department?.zone].filter(Boolean).join(' ')
      const visit = { visitId: id, department: department?.name ?? '', departmentEn: department?.nameEn ?? '', startsAt, endsAt, room, where }
      visits.set(personId, [...(visits.get(personId) ?? []), visit])
    }
    const documents = await documentsOf(tx, system, [...visits.keys()])
    await audit(tx, system, { action: 'kiosk.give-expected-list', subject: `machine/${machine}`, institutionId, detail: { count: visits.size } })
    const lines = documents.map(({ personId, kind, number }) => listEntry(keys, `${kind} ${number}`, JSON.stringify(visits.get(personId) ?? [])))
    return { entries: lines, walkIn: await walkInDepartments(tx, context, snapshot), papers: await paperSeries(tx, context) }
  })
  return {
    listId, issuedAt: now.toISOString(), goodUntil: new Date(now.getTime() + GOOD_HOURS * 3_600_000).toISOString(),
    hashKey: keys.hash.toString('base64'), sealKey: keys.seal.toString('base64'), signKey: keys.sign.toString('base64'),
    // In an order that says nothing of who is booked when.
    entries: entries.toSorted((a, b) => (a.h < b.h ? -1 : 1)), walkIn, papers,
  }
}
