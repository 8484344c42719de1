import type { HealthcareService } from '@medplum/fhirtypes'
import { pairId, readPairId, type ServedResource } from '#platform/fhir/index.ts'
import type { Service } from '../contract.ts'
import { key, type Snapshot } from '../snapshot/snapshot.ts'
import { inEnglish, metaOf, specialtyOf, subjectsOfDepartment, fhirSystems } from './codes.ts'
import { listed, namesMatch, referenceIs, tokenIs } from './listed.ts'

export const healthcareServices: ServedResource = listed<Service>({
  type: 'HealthcareService',
  documentation: 'What can be booked: a doctor’s expert clinic, the general clinic of a department, and so on',
  things: ({ services }) => services.values(),
  idOf: (one) => pairId(one.institutionId, one.id),
  find(snapshot, id) {
    const pair = readPairId(id)
    return pair && snapshot.services.get(key(pair.institutionId, pair.id))
  },
  resourceOf: serviceResource,
  params: {
    active: { type: 'token', documentation: 'Only active services are listed', matches: (asked) => tokenIs(asked, undefined, 'true') },
    name: { type: 'string', documentation: 'The beginning of the name, in Chinese or English', matches: (asked, one) => namesMatch(asked, one.name, one.nameEn) },
    organization: { type: 'reference', target: 'Organization', documentation: 'The institution, or the department',
      matches: (asked, one) => referenceIs(asked, 'Organization', String(one.institutionId), pairId(one.institutionId, one.departmentId)) },
    location: { type: 'reference', target: 'Location', documentation: 'Where it is', matches: (asked, one, snapshot) => referenceIs(asked, 'Location', locationIdOf(one, snapshot)) },
    'service-type': { type: 'token', documentation: 'The kind of clinic: expert, general, special-disease …', matches: (asked, one) => tokenIs(asked, fhirSystems.serviceKind, one.kind) },
    specialty: { type: 'token', documentation: 'A code of the national list of diagnosis subjects',
      matches: (asked, one, snapshot) => tokenIs(asked, fhirSystems.subject, ...subjectsOfDepartment(snapshot, one.institutionId, one.departmentId)) },
    identifier: { type: 'token', documentation: 'The service in our numbering', matches: (asked, one) => tokenIs(asked, fhirSystems.service, pairId(one.institutionId, one.id)) },
  },
  includes: {
    organization: (one: HealthcareService) => [one.providedBy?.reference],
    location: (one: HealthcareService) => (one.location ?? []).map(({ reference }) => reference),
  },
  revIncludes: ['PractitionerRole:service', 'Schedule:actor'],
})

/** FHIR keeps what belongs to a plain text beside it, under its name with a line before it. */
interface Translated extends HealthcareService {
  readonly _name: ReturnType<typeof inEnglish>
}

export function serviceResource(one: Service, snapshot: Snapshot): Translated {
  const id = pairId(one.institutionId, one.id)
  const department = snapshot.departments.get(key(one.institutionId, one.departmentId))
  return {
    resourceType: 'HealthcareService', id, meta: metaOf(snapshot), active: true,
    identifier: [{ system: fhirSystems.service, value: id }],
    providedBy: { reference: `Organization/${pairId(one.institutionId, one.departmentId)}` },
    type: [{ coding: [{ system: fhirSystems.serviceKind, code: one.kind }], text: one.name }],
    ...specialtyOf(snapshot, one.institutionId, one.departmentId),
    location: [{ reference: `Location/${locationIdOf(one, snapshot)}` }],
    name: department ? `${department.name} ${one.name}` : one.name,
    _name: inEnglish(department ? `${department.nameEn}, ${one.nameEn}` : one.nameEn),
    ...(one.feeCents === null ? {} : { comment: `¥${(one.feeCents / 100).toFixed(2)}` }),
    appointmentRequired: true,
  }
}

export function locationIdOf(one: { readonly institutionId: number; readonly departmentId: number }, snapshot: Snapshot): string {
  return pairId(one.institutionId, snapshot.departments.get(key(one.institutionId, one.departmentId))?.campusId ?? 1)
}
