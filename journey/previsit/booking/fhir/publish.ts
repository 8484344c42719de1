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
    const { institutionId } = institution
    for (const [kind, resources] of kindsOf({ services, snapshot, at, institutionId })) {
      // A transaction for each file, in which the reading comes before the writing: what is told live waits for whoever writes.
      lines += await inTransaction(services.db, context, async (tx) => publish(tx, { institutionId, kind, region: institution.districtName, at, resources: await resources(tx) }))
    }
  }
  return lines
}

interface Place {
  readonly services: Services
  readonly snapshot: Snapshot
  readonly at: Date
  readonly institutionId: number
}

type Resources = ToPublish['resources']

function kindsOf(place: Place): [kind: string, resources: (tx: Tx) => Resources | Promise<Resources>][] {
  const { snapshot, at, institutionId } = place
  const own = <T extends { readonly institutionId: number }>(all: ReadonlyMap<unknown, T>) => [...all.values()].filter((one) => one.institutionId === institutionId)
  return [
    ['Location', () => own(snapshot.campuses).map((one) => fhirLocation(one, snapshot))],
    ['HealthcareService', () => own(snapshot.services).map((one) => fhirService(one, snapshot))],
    ['Schedule', async (tx) => (await listSessions(tx, { institutions: [institutionId], fromDay: localDay(at), statuses: ['open', 'suspended'] }, MOST_A_DAY)).map((one) => scheduleResource(one, snapshot))],
    ['Slot', (tx) => slotsAhead(tx, place)],
  ]
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
