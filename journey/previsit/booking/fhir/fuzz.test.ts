import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aClinic, faults, people } from '../test-clinic.ts'
import { fhirFace, parameters, slotsOf, wanted } from './arrange.ts'

const { owner, ask } = await fhirFace()
const clinic = await aClinic(owner)
const [person = ''] = await people(owner, 1)
const [slot] = await slotsOf(owner, clinic)

const types = ['Organization', 'Location', 'HealthcareService', 'Practitioner', 'PractitionerRole', 'Patient', 'Schedule', 'Slot', 'Appointment', 'Encounter', '$x', '%00']
const names = ['_id', '_lastUpdated', '_count', '_total', '_summary', '_elements', '_include', '_revinclude', '_cursor', '_sort', '_format', 'name', 'identifier', 'patient', 'patient.identifier', 'date', 'status', 'actor', 'slot', 'schedule', 'schedule.actor', 'start', 'service-type', 'specialty', 'phone', 'birthdate', 'gender', 'location', 'address', 'organization']
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', ',', '|', '\\', '1-1', '1-99999999999999999999', '999999999-1', 'ge9999-12-31', '0000', '2026-02-30', '2026-13', 'ne2026', 'ap2026-11', 'Slot:schedule', 'Slot:*', '*', '-1', '1e9', '99999999999', 'null', "'; drop table x", '\u0000', '\ud800', 'WyIyMDI2LTExLTIzVDAwOjAwOjAwLjAwMFoiLDEsMV0', 'W10', 'urn:liuxin:hospital-number:99999999999|1', 'urn:liuxin:document:passport|', 'Patient/x', 'http://x/y/Patient/1', `${'a,'.repeat(300)}`),
)
const query = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom('', ':exact', ':not', ':missing', ':iterate', ':Patient'), odd), { maxLength: 4 })

/** A well-made request with some of it replaced, dropped or of another kind. */
const json = fc.jsonValue({ maxDepth: 3 })
function spoiled(base: object): fc.Arbitrary<unknown> {
  const keys = Object.keys(base)
  return fc.oneof(
    fc.tuple(fc.constantFrom(...keys, 'extension', 'id', 'meta', 'contained'), json).map(([key, value]) => ({ ...base, [key]: value })),
    fc.constantFrom(...keys).map((key) => Object.fromEntries(Object.entries(base).filter(([name]) => name !== key))),
    json,
  )
}

test('no search, however odd, is answered by a failure of ours', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...types), query, fc.boolean(), async (type, asked, strict) => {
    const parts = asked.map(([name, modifier, value]) => `${name}${modifier}=${encodeURIComponent(value.toWellFormed())}`)
    const reply = await ask('GET', `${type}?${parts.join('&')}`, undefined, strict ? { prefer: 'handling=strict' } : {})
    expect(reply.status).toBeLessThan(500)
    if (reply.status !== 304) expect(['Bundle', 'OperationOutcome']).toContain(reply.body.resourceType)
  }), { numRuns: 150 })
}, 240_000)

test('no body, however odd, is answered by a failure of ours, and none leaves anything half done', async () => {
  const appointment = wanted(slot!, person)
  const operation = parameters({ 'appointment-reference': `Appointment/p-1-${clinic.periodIds[0]}-${person}`, start: '2026-11-23', practitioner: 'Practitioner/1-1', 'appointment-resource': appointment })
  const message = { resourceType: 'Bundle', type: 'message', entry: [{ fullUrl: 'urn:uuid:1', resource: { resourceType: 'MessageHeader', eventCoding: { system: 'x', code: 'booking-request' }, source: { endpoint: 'x' }, focus: [{ reference: 'urn:uuid:2' }] } }, { fullUrl: 'urn:uuid:2', resource: appointment }] }
  const transaction = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: appointment, request: { method: 'POST', url: 'Appointment' } }] }
  const requests = fc.oneof(
    spoiled(appointment).map((body) => ['POST', 'Appointment', body] as const),
    spoiled(appointment).map((body) => ['PUT', `Appointment/1-${person}`, body] as const),
    json.map((body) => ['PATCH', `Appointment/1-${person}`, body] as const),
    fc.tuple(fc.constantFrom('$find', '$hold', '$book'), spoiled(operation)).map(([name, body]) => ['POST', `Appointment/${name}`, body] as const),
    spoiled(message).map((body) => ['POST', '$process-message', body] as const),
    spoiled(transaction).map((body) => ['POST', '/fhir/R4', body] as const),
    spoiled({ ...transaction, type: 'batch' }).map((body) => ['POST', '/fhir/R4', body] as const),
  )
  await fc.assert(fc.asyncProperty(requests, async ([method, path, body]) => {
    const reply = await ask(method, path, body)
    expect(reply.status).toBeLessThan(500)
  }), { numRuns: 150 })
  expect(await faults(owner)).toEqual([])
}, 240_000)
