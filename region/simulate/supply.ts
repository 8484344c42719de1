import type { Openings, PeriodsOfDay } from '#journey/previsit/booking/contract.ts'
import { each, type Session } from './client.ts'
import type { Supply } from './world.ts'

const PAGE = 50

type Clinic = Pick<Supply, 'serviceId' | 'practitionerId' | 'practitionerName'>

/** Every free public time of a day at the institutions given, as a visitor of the site would find them. */
export async function findSupply(visitor: Session, institutionIds: readonly number[], day: string): Promise<Supply[]> {
  const supply: Supply[] = []
  await each(institutionIds, 4, async (institutionId) => {
    for (const { serviceId, practitionerId, practitionerName } of await services(visitor, institutionId)) {
      const { periods } = await visitor.get<PeriodsOfDay>(`/api/booking/services/${institutionId}/${serviceId}/periods?day=${day}`)
      for (const period of periods) {
        const left = period.pools.find((pool) => pool.pool === 'public' && pool.open)?.left ?? 0
        if (period.state !== 'free') continue
        for (let unit = 0; unit < left; unit++) {
          supply.push({ institutionId, serviceId, practitionerId, practitionerName, periodId: period.periodId, startsAt: period.startsAt, endsAt: period.endsAt })
        }
      }
    }
  })
  return supply
}

async function services(visitor: Session, institutionId: number): Promise<Clinic[]> {
  const found: Clinic[] = []
  for (let offset = 0; ; offset += PAGE) {
    const { openings, total } = await visitor.get<Openings>(`/api/booking/openings?institutionId=${institutionId}&limit=${PAGE}&offset=${offset}`)
    for (const { serviceId, practitioner } of openings) if (practitioner) found.push({ serviceId, practitionerId: practitioner.id, practitionerName: practitioner.name })
    if (offset + PAGE >= total) return found
  }
}
