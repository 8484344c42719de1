import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes'
import { pairId, readPairId, type ServedResource } from '#platform/fhir/index.ts'
import { key, type ListedPractitioner, type Snapshot } from '../snapshot/snapshot.ts'
import { metaOf, specialtyOf, subjectsOfDepartment, fhirSystems } from './codes.ts'
import { listed, namesMatch, referenceIs, tokenIs } from './listed.ts'
import { locationIdOf } from './services.ts'

const find = (snapshot: Snapshot, id: string): ListedPractitioner | undefined => {
  const pair = readPairId(id)
  return pair && snapshot.practitioners.get(key(pair.institutionId, pair.id))
}
const idOf = (one: ListedPractitioner): string => pairId(one.institutionId, one.id)
const things = ({ practitioners }: Snapshot): Iterable<ListedPractitioner> => practitioners.values()

export const practitioners: ServedResource = listed<ListedPractitioner>({
  type: 'Practitioner',
  documentation: 'Doctors, therapists, pharmacists and nurses who see patients',
  things, idOf, find,
  resourceOf: (one, snapshot): Practitioner => ({
    resourceType: 'Practitioner', id: idOf(one), meta: metaOf(snapshot), active: true,
    identifier: [{ system: fhirSystems.practitioner, value: idOf(one) }],
    name: [{ use: 'official', text: one.name }, { use: 'usual', text: one.nameEn }],
    gender: one.sex,
    qualification: [{ code: { coding: [{ system: fhirSystems.title, code: one.title }] } }],
  }),
  params: {
    active: { type: 'token', documentation: 'Only active people are listed', matches: (asked) => tokenIs(asked, undefined, 'true') },
    name: { type: 'string', documentation: 'The beginning of the name, in characters, English or pinyin', matches: (asked, one) => namesMatch(asked, one.name, one.nameEn, ...one.pinyin.split(' ')) },
    identifier: { type: 'token', documentation: 'The practitioner in our numbering', matches: (asked, one) => tokenIs(asked, fhirSystems.practitioner, idOf(one)) },
    gender: { type: 'token', documentation: 'male, female or unknown', matches: (asked, one) => tokenIs(asked, undefined, one.sex) },
  },
  includes: {},
  revIncludes: ['PractitionerRole:practitioner', 'Schedule:actor'],
})

export const practitionerRoles: ServedResource = listed<ListedPractitioner>({
  type: 'PractitionerRole',
  documentation: 'Where a practitioner works, as what, and in which clinics',
  things, idOf, find,
  resourceOf: roleResource,
  params: {
    active: { type: 'token', documentation: 'Only active roles are listed', matches: (asked) => tokenIs(asked, undefined, 'true') },
    practitioner: { type: 'reference', target: 'Practitioner', documentation: 'Who it is', matches: (asked, one) => referenceIs(asked, 'Practitioner', idOf(one)) },
    organization: { type: 'reference', target: 'Organization', documentation: 'The institution, or the department',
      matches: (asked, one) => referenceIs(asked, 'Organization', String(one.institutionId), pairId(one.institutionId, one.departmentId)) },
    location: { type: 'reference', target: 'Location', documentation: 'Where they work', matches: (asked, one, snapshot) => referenceIs(asked, 'Location', locationIdOf(one, snapshot)) },
    service: { type: 'reference', target: 'HealthcareService', documentation: 'A clinic of theirs',
      matches: (asked, one, snapshot) => referenceIs(asked, 'HealthcareService', ...servicesOf(one, snapshot)) },
    role: { type: 'token', documentation: 'The title', matches: (asked, one) => tokenIs(asked, fhirSystems.title, one.title) },
    specialty: { type: 'token', documentation: 'A code of the national list of diagnosis subjects',
      matches: (asked, one, snapshot) => tokenIs(asked, fhirSystems.subject, ...subjectsOfDepartment(snapshot, one.institutionId, one.departmentId)) },
  },
  includes: {
    practitioner: (one: PractitionerRole) => [one.practitioner?.reference],
    organization: (one: PractitionerRole) => [one.organization?.reference],
    location: (one: PractitionerRole) => (one.location ?? []).map(({ reference }) => reference),
    service: (one: PractitionerRole) => (one.healthcareService ?? []).map(({ reference }) => reference),
  },
  revIncludes: [],
})

function servicesOf(one: ListedPractitioner, snapshot: Snapshot): string[] {
  return (snapshot.servicesOfPractitioner.get(key(one.institutionId, one.id)) ?? []).map((service) => pairId(service.institutionId, service.id))
}

function roleResource(one: ListedPractitioner, snapshot: Snapshot): PractitionerRole {
  const clinics = servicesOf(one, snapshot)
  return {
    resourceType: 'PractitionerRole', id: idOf(one), meta: metaOf(snapshot), active: true,
    practitioner: { reference: `Practitioner/${idOf(one)}`, display: one.name },
    organization: { reference: `Organization/${pairId(one.institutionId, one.departmentId)}` },
    code: [{ coding: [{ system: fhirSystems.title, code: one.title }] }],
    ...specialtyOf(snapshot, one.institutionId, one.departmentId),
    location: [{ reference: `Location/${locationIdOf(one, snapshot)}` }],
    ...(clinics.length > 0 ? { healthcareService: clinics.map((id) => ({ reference: `HealthcareService/${id}` })) } : {}),
  }
}
