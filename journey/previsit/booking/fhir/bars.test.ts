import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Appointment, Bundle, MessageHeader, Patient, Resource, Slot } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { createValidator } from '#platform/fhir/index.ts'
import { aClinic, people } from '../test-clinic.ts'
import { fhirFace, reasons, slotsOf } from './arrange.ts'

const data = fileURLToPath(new URL('../../../../../shared/data/fhir/', import.meta.url))
const bars = join(data, 'nhs-bars')
const { owner, ask } = await fhirFace()
const validator = createValidator()
const read = <T extends Resource>(path: string): T => JSON.parse(readFileSync(join(bars, path), 'utf8')) as T
const present = existsSync(bars)

/** A booking request as a sender of ours would write it: the example’s own words, with our slot and a person we know. */
function ours(message: Bundle, slot: { institutionId: number; periodId: number; start: string; end: string }, personId: string): Bundle {
  const copy = structuredClone(message)
  for (const { resource } of copy.entry ?? []) {
    if (resource?.resourceType === 'Appointment') Object.assign(resource, { start: slot.start, end: slot.end })
    if (resource?.resourceType === 'Slot') Object.assign(resource, { id: `${slot.institutionId}-${slot.periodId}` })
    if (resource?.resourceType === 'Patient') Object.assign(resource, { identifier: [{ system: 'urn:liuxin:person', value: personId }] })
  }
  const appointment = copy.entry!.map(({ resource }) => resource).find((one): one is Appointment => one?.resourceType === 'Appointment')!
  const described = copy.entry!.find(({ resource }) => resource?.resourceType === 'Slot')!
  const patient = copy.entry!.find(({ resource }) => resource?.resourceType === 'Patient')!
  appointment.slot = [{ reference: described.fullUrl! }]
  appointment.participant = [{ status: 'accepted', actor: { reference: patient.fullUrl! } }]
  return copy
}
const find = <T extends Resource>(bundle: Bundle, type: T['resourceType']): T => bundle.entry!.map(({ resource }) => resource).find((one) => one?.resourceType === type) as T

describe.skipIf(!present)('NHS BaRS bodies (../shared/data/fhir/nhs-bars; skipped where it is absent)', () => {
  const files = present ? readdirSync(bars, { recursive: true, encoding: 'utf8' }).filter((path) => /^(appointment|slots|process_message)\/.*\.json$/.test(path) && !/response\/|process_message\/POST-success|ValidationRes/.test(path)) : []

  test.each(files)('%s: R4 accepts what its name says is well made', async (path) => {
    const issues = await validator.validate(read(path))
    // The part that changes is by its nature not a whole Appointment, and two examples give a Reference.type that is no type of R4.
    const isPart = basename(path) === 'PATCH-body.json'
    expect(isPart ? issues.length > 0 : issues.filter(({ expression }) => !/participant|app-|type/.test(expression ?? ''))).toEqual(isPart ? true : [])
  })

  test('a booking request about our slot and a person we know is booked, and answered as a message at once', async () => {
    const [slot] = await slotsOf(owner, await aClinic(owner))
    const [person = ''] = await people(owner, 1)
    const message = ours(read<Bundle>('process_message/POST-body.json'), slot!, person)
    const answer = await ask('POST', '$process-message', message)
    expect(answer).toMatchObject({ status: 200, body: { resourceType: 'Bundle', type: 'message' } })
    expect(find<MessageHeader>(answer.body, 'MessageHeader')).toMatchObject({ eventCoding: { code: 'booking-response' }, response: { code: 'ok' } })
    const booked = find<Appointment>(answer.body, 'Appointment')
    expect(booked).toMatchObject({ status: 'booked', participant: expect.arrayContaining([expect.objectContaining({ actor: { reference: `Patient/${person}` } })]) })
    const cancel = ours(message, slot!, person)
    Object.assign(find<Appointment>(cancel, 'Appointment'), { id: booked.id, status: 'cancelled' })
    Object.assign(find<MessageHeader>(cancel, 'MessageHeader'), { reason: { coding: [{ code: 'update' }] } })
    expect(find<Appointment>((await ask('POST', '$process-message', cancel)).body, 'Appointment').status).toBe('cancelled')
  })

  test('as it stands, of another country’s patient and slot, it is refused with every reason', async () => {
    const refused = await ask('POST', '$process-message', read('process_message/request/Booking_(POST).json'))
    expect(refused.status).toBe(422)
    expect(reasons(refused.body).sort()).toEqual(['booking.period-not-found', 'booking.period-past', 'booking.person-unknown'])
  })

  test.each(['process_message/request/ValidationRequest_(POST)_.json', 'process_message/request/ValidationResponse_(POST)_.json', 'process_message/POST-success.json'])('%s is no booking request and is refused', async (path) => {
    expect((await ask('POST', '$process-message', read(path))).status).toBe(422)
  })

  test('the POST, PUT and PATCH bodies go through our doors: booked, unchanged, and refused for an appointment that is not ours', async () => {
    const [slot] = await slotsOf(owner, await aClinic(owner))
    const [person = ''] = await people(owner, 1)
    const body = read<Appointment>('appointment/POST-success.json')
    const asked = { ...body, id: undefined, meta: undefined, basedOn: undefined, start: slot!.start, end: slot!.end, slot: [{ reference: `Slot/1-${slot!.periodId}` }], participant: [{ status: 'accepted', actor: { reference: `Patient/${person}` } }] }
    const made = await ask('POST', 'Appointment', asked)
    expect(made.status).toBe(201)
    const part = read<Appointment>('appointment/PATCH-body.json')
    expect((await ask('PATCH', `Appointment/${made.body.id}`, { ...part, id: made.body.id })).status).toBe(200)
    expect((await ask('PUT', `Appointment/${body.id}`, read('appointment/PUT-body.json'))).status).toBeGreaterThanOrEqual(404)
    expect((await ask('PATCH', `Appointment/${part.id}`, part)).status).toBe(404)
  })

  test('their slots are Slots', () => {
    const slots = read<Bundle>('slots/GET-success.json').entry!.map(({ resource }) => resource as Slot | Patient)
    expect(slots.some(({ resourceType }) => resourceType === 'Slot')).toBe(true)
  })
})

const examples = join(data, 'r4-examples.ndjson')
describe.skipIf(!existsSync(examples))('official R4 examples (../shared/data/fhir/r4-examples.ndjson; skipped where it is absent)', () => {
  const served = new Set(['Appointment', 'HealthcareService', 'Location', 'Organization', 'Patient', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot'])
  test('those of the nine types we serve are accepted by the check and come back unchanged; one bad code is not accepted', async () => {
    const resources = readFileSync(examples, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Resource).filter(({ resourceType }) => served.has(resourceType))
    expect(new Set(resources.map(({ resourceType }) => resourceType))).toEqual(served)
    const bad: unknown[] = []
    for (const resource of resources) {
      const before = JSON.stringify(resource)
      const issues = await validator.validate(resource)
      if (issues.length > 0) bad.push([resource.resourceType, resource.id, issues[0]])
      expect(JSON.stringify(resource)).toBe(before)
    }
    expect(bad).toEqual([])
    const slot = resources.find(({ resourceType }) => resourceType === 'Slot') as Slot
    expect(await validator.validate({ ...slot, status: 'zzz' })).toMatchObject([{ code: 'code-invalid', expression: 'Slot.status' }])
  })
})
