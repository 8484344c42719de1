import type { Slot } from '@medplum/fhirtypes'
import { addDays, listPeriods, listSessions } from '#engines/capacity/index.ts'
import { directory, fhirLocation, fhirService, type Snapshot } from '#journey/throughout/directory/index.ts'
import { publish, type ToPublish } from '#journey/throughout/integration/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { scheduleResource, slotResource } from './slots.ts'

/** As far ahead as sessions are made. */
const DAYS_AHEAD = 60
const MOST_A_DAY = 100_000
const DEEP_LINK = 'http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link'

/** Makes the files of every institution anew: places, clinics, sessions, and periods with the units left to the public. Returns how many lines. */
export async function publishAll(services: Services): Promise<number> {
  const { snapshot } = await directory(services)
  const at = services.clock.now()
  const context = systemContext('booking.publish', at)
  let lines = 0
  for (const institution of snapshot.institutions.values()) {
    lines += await inTransaction(services.db, context, (tx) => publishOne(tx, { services, snapshot, at, institutionId: institution.institutionId, region: institution.districtName }))
  }
  return lines
}

interface Place {
  readonly services: Services
  readonly snapshot: Snapshot
  readonly at: Date
  readonly institutionId: number
  readonly region: string
}

async function publishOne(tx: Tx, place: Place): Promise<number> {
  const { snapshot, at, institutionId, region } = place
  const put = (kind: string, resources: ToPublish['resources']): Promise<number> => publish(tx, { institutionId, kind, region, at, resources })
  const campuses = [...snapshot.campuses.values()].filter((one) => one.institutionId === institutionId)
  const services = [...snapshot.services.values()].filter((one) => one.institutionId === institutionId)
  const sessions = await listSessions(tx, { institutions: [institutionId], fromDay: localDay(at), statuses: ['open', 'suspended'] }, MOST_A_DAY)
  // The long reading comes before the first row is written: what is told live waits for every transaction that writes.
  const slots = await put('Slot', slotsAhead(tx, place))
  return slots + (await put('Location', campuses.map((one) => fhirLocation(one, snapshot)))) + (await put('HealthcareService', services.map((one) => fhirService(one, snapshot))))
    + (await put('Schedule', sessions.map((one) => scheduleResource(one, snapshot))))
}

/** Day by day: a month of a large hospital is never in memory at once. */
async function* slotsAhead(tx: Tx, { services, snapshot, at, institutionId }: Place): AsyncGenerator<Slot> {
  const today = localDay(at)
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const day = addDays(today, ahead)
    const from = new Date(`${day}T00:00:00+08:00`)
    const until = new Date(from.getTime() + 86_400_000)
    const periods = await listPeriods(tx, { pool: 'public', now: at, institutions: [institutionId], starts: [{ from: ahead === 0 ? at : from, until }] }, MOST_A_DAY)
    for (const one of periods) {
      const slot = slotResource(one, snapshot)
      yield { ...slot, extension: [...slot.extension!, { url: DEEP_LINK, valueUrl: `${services.config.publicUrl}/doctors/${institutionId}/${one.serviceId}` }] }
    }
  }
}
