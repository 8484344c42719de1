import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createValidator } from '#platform/fhir/index.ts'
import { aClinic, people } from '../test-clinic.ts'
import { fhirFace, parameters, slotsOf, wanted } from './arrange.ts'

const { owner, ask } = await fhirFace()
const clinic = await aClinic(owner, { periods: 8 })
const [person = '', other = ''] = await people(owner, 2)
await sql`insert into people.hospital_number (institution_id, person_id, number, since) values (1, ${person}, '00000001', now())`.execute(owner)
await sql`update directory.department set subject_codes = '{03.04}' where institution_id = 1`.execute(owner)
const slots = await slotsOf(owner, clinic)
const validator = createValidator()
const { body: appointment } = await ask('POST', 'Appointment', wanted(slots[0]!, person))
const { body: statement } = (await ask('GET', 'metadata')) as unknown as { body: CapabilityStatement }
const served = statement.rest![0]!.resource!

/** For every claimed parameter a value that must find something. */
const values: Record<string, Record<string, string>> = {
  Organization: { _id: '1', name: 'Hospital', identifier: 'H1', type: 'prov', partof: 'Organization/1' },
  Location: { _id: '1-1', name: '第1医院', organization: 'Organization/1', address: '路' },
  HealthcareService: { _id: `1-${clinic.serviceId}`, active: 'true', name: '专家', organization: '1', location: 'Location/1-1', 'service-type': 'expert', specialty: '03.04', identifier: `1-${clinic.serviceId}` },
  Practitioner: { _id: `1-${clinic.serviceId}`, active: 'true', name: 'shen', identifier: `urn:liuxin:practitioner|1-${clinic.serviceId}`, gender: 'female' },
  PractitionerRole: { _id: `1-${clinic.serviceId}`, active: 'true', practitioner: `Practitioner/1-${clinic.serviceId}`, organization: '1-1', location: '1-1', service: `1-${clinic.serviceId}`, role: 'chief', specialty: '03.04' },
  Schedule: { _id: `1-${clinic.sessionId}`, active: 'true', actor: `Practitioner/1-${clinic.serviceId}`, date: '2026-11-23', 'service-type': 'expert', specialty: '03.04' },
  Slot: { _id: `1-${clinic.periodIds[1]}`, schedule: `Schedule/1-${clinic.sessionId}`, start: 'ge2026-11-23', status: 'free', 'service-type': 'expert', specialty: '03.04' },
  Patient: { _id: person, identifier: 'urn:liuxin:hospital-number:1|00000001', phone: '', name: '周桂兰', birthdate: '1956-03-01', gender: 'female' },
  Appointment: {
    _id: appointment.id, patient: person, date: '2026-11-23', status: 'booked', practitioner: `1-${clinic.serviceId}`, location: '1-1', slot: `1-${clinic.periodIds[0]}`,
    actor: `HealthcareService/1-${clinic.serviceId}`, 'service-type': 'expert', specialty: '03.04', identifier: `urn:liuxin:appointment|${appointment.identifier?.[0]?.value}`,
  },
}

const search = (type: string, query: string) => ask('GET', `${type}?${query}`, undefined, { prefer: 'handling=strict' })
const resources = (type: string): CapabilityStatementRestResource => served.find((one) => one.type === type)!

test('the CapabilityStatement is one, and claims the nine types of finding and booking', async () => {
  expect(await validator.validate(statement)).toEqual([])
  expect(served.map(({ type }) => type).sort()).toEqual(['Appointment', 'HealthcareService', 'Location', 'Organization', 'Patient', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot'])
})

test.each(served.map(({ type }) => type))('%s: every interaction and parameter that is claimed is served, finds what it should, and what is given is valid R4', async (type) => {
  const claim = resources(type)
  for (const { name } of claim.searchParam!) {
    if (name === 'phone') continue
    const value = name === '_lastUpdated' ? 'ge2020-01-01' : values[type]![name]
    expect(value, `${type}.${name} has no value to be tried with`).toBeDefined()
    const reply = await search(type, `${name}=${encodeURIComponent(value!)}&_total=accurate`)
    expect([name, reply.status, reply.body.total > 0]).toEqual([name, 200, true])
    const nothing = await search(type, `${name}=${name === '_lastUpdated' || name === 'date' || name === 'start' || name === 'birthdate' ? 'lt1901' : 'none-1'}`)
    expect([name, nothing.status, (nothing.body.entry ?? []).length]).toEqual([name, 200, 0])
  }
  const [found] = (await search(type, `_id=${values[type]!['_id']}`)).body.entry
  expect((await ask('GET', `${type}/${found.resource.id}`)).body).toEqual(found.resource)
  expect(await validator.validate(found.resource)).toEqual([])
  for (const include of claim.searchInclude ?? []) expect((await search(type, `_include=${include}`)).status).toBe(200)
  for (const include of claim.searchRevInclude ?? []) expect((await search(type, `_revinclude=${include}`)).status).toBe(200)
  for (const [code, method] of [['create', 'POST'], ['update', 'PUT'], ['patch', 'PATCH'], ['delete', 'DELETE']] as const) {
    const isClaimed = claim.interaction!.some((one) => (one.code as string) === code)
    const reply = await ask(method, code === 'create' ? type : `${type}/${found.resource.id}`, code === 'patch' ? [] : found.resource)
    expect([type, code, reply.status !== 405]).toEqual([type, code, isClaimed])
  }
  const etag = (await ask('GET', `${type}/${found.resource.id}`)).headers.get('etag')!
  expect((await ask('GET', `${type}/${found.resource.id}`, undefined, { 'if-none-match': etag })).status).toBe(304)
  expect(found.resource.meta?.versionId !== undefined).toBe(claim.versioning === 'versioned')
})

test('an operation that is claimed is there, and its name is the only one', async () => {
  for (const { name } of resources('Appointment').operation!) expect((await ask('POST', `Appointment/$${name}`, parameters({ '_count': 1 }))).status).not.toBe(404)
  expect((await ask('POST', 'Appointment/$reschedule', parameters({}))).status).toBe(404)
  expect((await ask('POST', '$process-message', { resourceType: 'Bundle', type: 'message' })).status).toBe(422)
})

test('what is not served is refused when strictness was asked for, and otherwise left out with a word', async () => {
  expect((await search('Slot', 'colour=red')).status).toBe(400)
  const lenient = await ask('GET', `Slot?colour=red&schedule=1-${clinic.sessionId}`)
  expect(lenient.body.entry.at(-1)).toMatchObject({ search: { mode: 'outcome' }, resource: { issue: [{ severity: 'warning', code: 'not-supported' }] } })
  expect(lenient.body.link[0].url).not.toContain('colour')
  expect((await ask('GET', 'Slot?status:not=free')).status).toBe(400)
  expect((await ask('GET', 'Encounter')).status).toBe(404)
  expect((await ask('GET', 'Slot?_format=xml')).status).toBe(406)
})

test('pages follow each other without a gap or a repeat, while others book', async () => {
  const seen: string[] = []
  let next: string | undefined = `Slot?schedule=1-${clinic.sessionId}&_count=3&_total=accurate`
  while (next) {
    const page = await ask('GET', next)
    expect(page.body.total).toBe(8)
    seen.push(...page.body.entry.map((one: { resource: { id: string } }) => one.resource.id))
    await ask('POST', 'Appointment', wanted(slots[seen.length] ?? slots[7]!, other))
    next = page.body.link.find((one: { relation: string }) => one.relation === 'next')?.url?.replace(/^https?:\/\/[^/]+/, '')
  }
  expect(seen).toEqual(clinic.periodIds.map((id) => `1-${id}`))
  expect((await ask('GET', 'Slot?_cursor=bm90aGluZw')).status).toBe(400)
})

test('includes come once each, over several steps, and a search by POST is the same search', async () => {
  const found = await ask('GET', `Slot?schedule=1-${clinic.sessionId}&_include=Slot:schedule&_include:iterate=Schedule:actor`)
  const along = found.body.entry.filter((one: { search: { mode: string } }) => one.search.mode === 'include').map((one: { resource: { resourceType: string } }) => one.resource.resourceType)
  expect(along.sort()).toEqual(['HealthcareService', 'Location', 'Practitioner', 'PractitionerRole', 'Schedule'])
  const posted = await ask('POST', `Slot/_search?schedule=1-${clinic.sessionId}`)
  expect(posted.body.entry.length).toBe(8)
  const [part] = (await ask('GET', `Slot?schedule=1-${clinic.sessionId}&_elements=start`)).body.entry
  expect(Object.keys(part.resource).sort()).toEqual(['id', 'meta', 'resourceType', 'start', 'status'])
})

test('who is not known here is found by a document only, with a masked name', async () => {
  const here = await ask('GET', 'Patient')
  expect(here.body.entry.map((one: { resource: { name: unknown } }) => one.resource.name)).toEqual([[{ use: 'official', text: '周桂兰' }]])
  expect((await ask('GET', `Patient/${other}`)).status).toBe(404)
})

test('nobody without a token comes further than the open doors', async () => {
  const plain = await fetch((await ask('GET', 'metadata')).body.implementation.url + '/Slot')
  expect([plain.status, plain.headers.get('content-type'), plain.headers.get('access-control-allow-origin')]).toEqual([401, 'application/fhir+json; charset=utf-8', '*'])
  expect(await plain.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'login' }] })
})
