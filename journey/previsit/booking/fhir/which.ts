import type { Ref } from '#engines/capacity/index.ts'
import { directoryAtHand, fhirLocationId, fhirSystems, type Snapshot, subjectsOfDepartment } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Asked, type Criteria, fitsInteger, pairId, readPairId, type Reading } from '#platform/fhir/index.ts'

export interface Which {
  readonly services: Ref[] | undefined
  readonly resources: Ref[] | undefined
}

/** Where the one who asks was let in. */
export function institutionsOf({ actor }: Context): number[] {
  return actor.kind === 'client' ? [...actor.institutions] : []
}

export async function snapshotOf({ services }: Pick<Reading, 'services'>): Promise<Snapshot> {
  return directoryAtHand(services)
}

const ACTORS = new Set(['HealthcareService', 'Practitioner', 'PractitionerRole', 'Location'])

/** The clinics that keep to what is asked of kind, specialty and actor; undefined: nothing of the sort was asked. */
export function whichServices(snapshot: Snapshot, context: Context, criteria: Criteria, names: { kind: string; specialty: string; actor: string }): Which {
  const kinds = criteria.get(names.kind)
  const specialties = criteria.get(names.specialty)
  const actors = criteria.get(names.actor)
  if (!kinds && !specialties && !actors) return { services: undefined, resources: undefined }
  const mine = new Set(institutionsOf(context))
  const services = [...snapshot.services.values()].filter((one) =>
    mine.has(one.institutionId)
    && (kinds ?? []).every((asked) => tokenMeans(asked, fhirSystems.serviceKind, [one.kind]))
    && (specialties ?? []).every((asked) => tokenMeans(asked, fhirSystems.subject, subjectsOfDepartment(snapshot, one.institutionId, one.departmentId)))
    && (actors ?? []).every(({ reference }) => reference!.some(({ type, id }) => {
      if (type !== undefined && !ACTORS.has(type)) return false
      const names = { HealthcareService: pairId(one.institutionId, one.id), Practitioner: practitionerOf(one), PractitionerRole: practitionerOf(one), Location: fhirLocationId(one, snapshot) }
      return type === undefined ? Object.values(names).includes(id) : names[type as 'Location'] === id
    })))
  // A substitute sees the patients of a clinic that is not theirs: the session says so.
  const resources = kinds || specialties ? undefined : substitutes(actors!)
  return { services: services.map(({ institutionId, id }) => ({ institutionId, id })), resources }
}

function practitionerOf(one: { readonly institutionId: number; readonly practitionerId: number | null }): string {
  return one.practitionerId === null ? '' : pairId(one.institutionId, one.practitionerId)
}

function substitutes(actors: readonly Asked[]): Ref[] | undefined {
  if (actors.length !== 1) return undefined
  const refs = actors[0]!.reference!.flatMap(({ type, id }) => (type === 'Practitioner' || type === 'PractitionerRole' ? readPairId(id) ?? [] : [])).filter(({ id }) => fitsInteger(id))
  return refs.length > 0 ? refs : undefined
}

export function tokenMeans({ token }: Asked, system: string | undefined, codes: readonly string[]): boolean {
  return token!.some((wanted) => (wanted.system === undefined || wanted.system === (system ?? '')) && (wanted.code === undefined || codes.includes(wanted.code)))
}

/** Ids named by `_id` or a reference parameter, in every occurrence; undefined: none was asked. */
export function idsAsked(asked: readonly Asked[] | undefined, type: string): string[] | undefined {
  if (!asked) return undefined
  const lists = asked.map(({ token, reference }) => token?.map(({ code }) => code ?? '') ?? reference!.filter((one) => one.type === undefined || one.type === type).map(({ id }) => id))
  return lists[0]!.filter((id) => lists.every((list) => list.includes(id)))
}
