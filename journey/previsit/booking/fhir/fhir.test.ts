import { expect, test } from 'vitest'
import { module as directory } from '#journey/throughout/directory/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import type { Actor } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as booking } from '../server.ts'
import { aClinic, faults, people as persons, SUNDAY } from '../test-clinic.ts'

const { owner, url } = await testDatabase()
const server = await testServer([directory, people, booking], { url }, { now: SUNDAY })
const client: Actor = { kind: 'client', clientId: 'demo', institutions: [1, 2], scopes: ['system/*.cruds'], requestsPerMinute: 100_000 }
const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => server.request(method, `/fhir/R4/${path}`, { as: client, body, headers, key: null })

test('first steps', async () => {
  const clinic = await aClinic(owner)
  const [person] = await persons(owner, 1)
  for (const path of ['metadata', 'Organization', 'Location', 'HealthcareService', 'Practitioner', 'PractitionerRole?_include=PractitionerRole:practitioner', `Slot?schedule=1-${clinic.sessionId}&_include=Slot:schedule&_total=accurate`, 'Schedule?_revinclude=Slot:schedule', 'Patient', 'Appointment', 'Slot?start=ge2026-11-23&_count=2']) {
    const reply = await ask('GET', path)
    console.log(path, reply.status, JSON.stringify(reply.body).slice(0, path === 'metadata' ? 200 : 900))
    expect(reply.status).toBe(200)
  }
  const found = await ask('POST', 'Appointment/$find', { resourceType: 'Parameters', parameter: [{ name: 'start', valueDateTime: '2026-11-23T00:00:00+08:00' }, { name: 'end', valueDateTime: '2026-11-24T00:00:00+08:00' }, { name: 'patient-reference', valueReference: { reference: `Patient/${person}` } }] })
  console.log(found.status, JSON.stringify(found.body).slice(0, 1500))
  const held = await ask('POST', 'Appointment/$hold', { resourceType: 'Parameters', parameter: [{ name: 'appointment-reference', valueReference: { reference: `Appointment/${found.body.entry[0].resource.id}` } }] })
  console.log(held.status, JSON.stringify(held.body).slice(0, 1500))
  const booked = await ask('POST', 'Appointment/$book', { resourceType: 'Parameters', parameter: [{ name: 'appointment-reference', valueReference: { reference: `Appointment/${held.body.entry[0].resource.id}` } }] })
  console.log(booked.status, JSON.stringify(booked.body).slice(0, 1500))
  const one = booked.body.entry[0].resource
  const cancelled = await ask('PUT', `Appointment/${one.id}`, { ...one, status: 'cancelled' }, { 'if-match': `W/"${one.meta.versionId}"` })
  console.log(cancelled.status, JSON.stringify(cancelled.body).slice(0, 900))
  expect(await faults(owner)).toEqual([])
})
