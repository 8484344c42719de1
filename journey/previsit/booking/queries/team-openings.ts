import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { TeamOpenings } from '../contract.ts'
import { type FreeTimes, keyOf, type Run } from '../free-times.ts'
import { placeOf, serviceIn, servicesOf } from '../place.ts'
import { teamsOf } from './teams.ts'

const SHOWN = 3

/** Others of the same treatment team who have time, soonest first: they look after the same patients. */
export async function teamOpenings(run: Run, snapshot: Snapshot, freeTimes: FreeTimes, asked: { institutionId: number; serviceId: number }): Promise<TeamOpenings> {
  const { institutionId, practitionerId } = serviceIn(snapshot, asked.institutionId, asked.serviceId)
  if (practitionerId === null) return { teams: [], openings: [] }
  const teams = await run((tx: Tx) => teamsOf(tx, snapshot, institutionId, practitionerId))
  const mates = new Set(teams.flatMap((team) => team.members.map((one) => one.practitionerId)).filter((id) => id !== practitionerId))
  const services = [...mates].flatMap((id) => servicesOf(snapshot, { institutionId, practitionerId: id }))
  const times = await freeTimes(services.map((service) => ({ institutionId, serviceId: service.id })))
  const openings = services.flatMap((service) => {
    const free = times.get(keyOf({ institutionId, serviceId: service.id }))
    if (!free) return []
    const next = { periodId: free.periodId, startsAt: free.startsAt.toISOString(), endsAt: free.endsAt.toISOString() }
    return [{ ...placeOf(snapshot, service), next, times: [next] }]
  })
  openings.sort((a, b) => a.next.startsAt.localeCompare(b.next.startsAt))
  return { teams: teams.map(({ name, nameEn }) => ({ name, nameEn })), openings: openings.slice(0, SHOWN) }
}
