import type { Location, Organization } from '@medplum/fhirtypes'
import { pairId, readPairId, type ServedResource } from '#platform/fhir/index.ts'
import type { Campus, Institution } from '../contract.ts'
import { key, type ListedDepartment, type Snapshot } from '../snapshot/snapshot.ts'
import { metaOf, fhirSystems } from './codes.ts'
import { listed, namesMatch, referenceIs, tokenIs } from './listed.ts'

type Either = { readonly institution: Institution } | { readonly department: ListedDepartment }
const ORGANIZATION_TYPES = 'http://terminology.hl7.org/CodeSystem/organization-type'

/** Institutions `101`, and their departments `101-3`. */
export const organizations: ServedResource = listed<Either>({
  type: 'Organization',
  documentation: 'Institutions of the region, and their departments as parts of them',
  * things({ institutions, departments }: Snapshot) {
    for (const institution of institutions.values()) yield { institution }
    for (const department of departments.values()) yield { department }
  },
  idOf: (one) => ('institution' in one ? String(one.institution.institutionId) : pairId(one.department.institutionId, one.department.id)),
  find(snapshot, id) {
    const institution = snapshot.institutions.get(Number(id))
    if (institution && String(institution.institutionId) === id) return { institution }
    const pair = readPairId(id)
    const department = pair && snapshot.departments.get(key(pair.institutionId, pair.id))
    return department && { department }
  },
  resourceOf: (one, snapshot) => ('institution' in one ? institutionResource(one.institution, snapshot) : departmentResource(one.department, snapshot)),
  params: {
    name: { type: 'string', documentation: 'The beginning of the name, in Chinese or English', matches: (asked, one) => {
      const named = 'institution' in one ? one.institution : one.department
      return namesMatch(asked, named.name, named.nameEn)
    } },
    identifier: { type: 'token', documentation: 'The institution’s code in the region', matches: (asked, one) => 'institution' in one && tokenIs(asked, fhirSystems.institution, one.institution.code) },
    type: { type: 'token', documentation: 'prov for an institution, dept for a department', matches: (asked, one) => tokenIs(asked, ORGANIZATION_TYPES, 'institution' in one ? 'prov' : 'dept') },
    partof: { type: 'reference', target: 'Organization', documentation: 'The institution a department belongs to', matches: (asked, one) => 'department' in one && referenceIs(asked, 'Organization', String(one.department.institutionId)) },
  },
  includes: { partof: (one: Organization) => [one.partOf?.reference] },
  revIncludes: ['Location:organization', 'HealthcareService:organization'],
})

function institutionResource(one: Institution, snapshot: Snapshot): Organization {
  return {
    resourceType: 'Organization', id: String(one.institutionId), meta: metaOf(snapshot), active: true,
    identifier: [{ system: fhirSystems.institution, value: one.code }],
    type: [{ coding: [{ system: ORGANIZATION_TYPES, code: 'prov', display: 'Healthcare Provider' }], ...(one.level ? { text: one.level } : {}) }],
    name: one.name, alias: [one.shortName, one.nameEn],
    ...(one.phone ? { telecom: [{ system: 'phone', value: one.phone }] } : {}),
    address: [{ text: one.address, district: one.districtName }],
  }
}

function departmentResource(one: ListedDepartment, snapshot: Snapshot): Organization {
  return {
    resourceType: 'Organization', id: pairId(one.institutionId, one.id), meta: metaOf(snapshot), active: true,
    type: [{ coding: [{ system: ORGANIZATION_TYPES, code: 'dept', display: 'Hospital Department' }] }],
    name: one.name, alias: [one.nameEn], partOf: { reference: `Organization/${one.institutionId}` },
  }
}

export const locations: ServedResource = listed<Campus>({
  type: 'Location',
  documentation: 'The places of an institution',
  things: ({ campuses }) => campuses.values(),
  idOf: (one) => pairId(one.institutionId, one.id),
  find(snapshot, id) {
    const pair = readPairId(id)
    return pair && snapshot.campuses.get(key(pair.institutionId, pair.id))
  },
  resourceOf: locationResource,
  params: {
    name: { type: 'string', documentation: 'The beginning of the name', matches: (asked, one, { institutions }) => namesMatch(asked, one.name, institutions.get(one.institutionId)?.name ?? '') },
    organization: { type: 'reference', target: 'Organization', documentation: 'Whose place it is', matches: (asked, one) => referenceIs(asked, 'Organization', String(one.institutionId)) },
    address: { type: 'string', documentation: 'The beginning of the address or the district', matches: (asked, one, { institutions }) => namesMatch(asked, one.address, institutions.get(one.institutionId)?.districtName ?? '') },
  },
  includes: { organization: (one: Location) => [one.managingOrganization?.reference] },
  revIncludes: ['HealthcareService:location', 'PractitionerRole:location'],
})

/** SMART Scheduling Links asks for a telephone and a district; they are the institution's. */
export function locationResource(one: Campus, snapshot: Snapshot): Location {
  const institution = snapshot.institutions.get(one.institutionId)
  return {
    resourceType: 'Location', id: pairId(one.institutionId, one.id), meta: metaOf(snapshot), status: 'active', mode: 'instance',
    name: institution ? `${institution.name} ${one.name}` : one.name,
    ...(institution?.phone ? { telecom: [{ system: 'phone', value: institution.phone }] } : {}),
    address: { text: one.address, ...(institution ? { district: institution.districtName } : {}) },
    position: { longitude: one.longitude, latitude: one.latitude },
    managingOrganization: { reference: `Organization/${one.institutionId}` },
  }
}
