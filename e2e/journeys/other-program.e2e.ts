import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'fhir-kit-client'
import { importJWK, SignJWT } from 'jose'
import { bareEnvironment } from '#platform/config/index.ts'
import { expect, inject, test } from 'vitest'
import { demoIntegrator } from '#region/data/demo-integrator.ts'

const base = inject('productUrl')
const { clientId, publicKey, privateKeyD } = demoIntegrator

interface Resource {
  readonly resourceType: string
  readonly id: string
  readonly [element: string]: unknown
}
interface Bundle {
  readonly total?: number
  readonly entry?: readonly { readonly resource: Resource }[]
  readonly link?: readonly { readonly relation: string; readonly url: string }[]
}

/** What a program does that was never told more than the address: it reads how to get in, signs, and gets in. */
async function connected(): Promise<Client> {
  const smart = (await (await fetch(`${base}/fhir/R4/.well-known/smart-configuration`)).json()) as { token_endpoint: string }
  const key = await importJWK({ ...publicKey, d: privateKeyD }, 'ES384')
  const assertion = await new SignJWT({ jti: crypto.randomUUID() }).setProtectedHeader({ alg: 'ES384', kid: publicKey.kid })
    .setIssuer(clientId).setSubject(clientId).setAudience(smart.token_endpoint).setExpirationTime('4m').sign(key)
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion })
  const token = (await (await fetch(smart.token_endpoint, { method: 'POST', body: form })).json()) as { access_token: string }
  return new Client({ baseUrl: `${base}/fhir/R4`, bearerToken: token.access_token })
}

const first = (bundle: unknown): Resource => (bundle as Bundle).entry![0]!.resource
const parameters = (parameter: object[]) => ({ resourceType: 'Parameters', parameter })

test('a FHIR client library that is not ours finds, holds, books, moves and cancels (IHE Scheduling)', async () => {
  const client = await connected()
  expect(await client.capabilityStatement()).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' })
  const person = first(await client.search({ resourceType: 'Patient', searchParams: { phone: '10000000003' } }))
  const page = (await client.search({ resourceType: 'Slot', searchParams: { status: 'free', _count: '5', _include: 'Slot:schedule' } })) as unknown as Bundle
  expect(page.entry!.length).toBeGreaterThan(5)
  const next = (await client.nextPage({ bundle: page as never })) as unknown as Bundle
  expect(first(next).id).not.toBe(first(page).id)

  const operation = (name: string, parameter: object[]) => client.operation({ name, resourceType: 'Appointment', input: parameters(parameter) })
  const found = await operation('$find', [{ name: 'patient-reference', valueReference: { reference: `Patient/${person.id}` } }, { name: '_count', valueInteger: 40 }])
  // Others book at the same time: whoever is refused takes the next of the times found.
  const times = (found as unknown as Bundle).entry!.map(({ resource }) => resource)
  const hold = (id: string) => operation('$hold', [{ name: 'appointment-reference', valueReference: { reference: `Appointment/${id}` } }]).then(first, () => undefined)
  let held: ReturnType<typeof first> | undefined
  for (const time of times) held ??= await hold(String(time.id))
  if (!held) throw new Error('none of the times found could be held')
  expect(held['status']).toBe('pending')
  const booked = first(await operation('$book', [{ name: 'appointment-reference', valueReference: { reference: `Appointment/${held.id}` } }]))
  expect(booked['status']).toBe('booked')
  const mine = (await client.search({ resourceType: 'Appointment', searchParams: { patient: person.id, status: 'booked' } })) as unknown as Bundle
  expect(mine.entry!.map(({ resource }) => resource.id)).toContain(booked.id)
  const cancelled = await client.update({ resourceType: 'Appointment', id: booked.id, body: { ...booked, status: 'cancelled' } })
  expect(cancelled).toMatchObject({ status: 'cancelled' })
  await expect(client.update({ resourceType: 'Appointment', id: booked.id, body: { ...booked, status: 'booked' } })).rejects.toMatchObject({ response: { status: 422 } })
})

test('the walk of docs/fhir.md runs as it is printed', async () => {
  const page = await readFile(new URL('../../docs/fhir.md', import.meta.url), 'utf8')
  const code = /```js walk\n([\s\S]+?)```/.exec(page)?.[1]
  const folder = await mkdtemp(join(tmpdir(), 'walk-'))
  try {
    await writeFile(join(folder, 'walk.mjs'), code!)
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'walk.mjs')], { env: { ...bareEnvironment(), BASE: base } })
    expect(stdout).toContain("status: 'booked'")
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('what everybody may know is there to be fetched, without signing in', async () => {
  const manifest = (await (await fetch(`${base}/fhir/R4/$bulk-publish`)).json()) as { output: { type: string; url: string }[] }
  const slots = manifest.output.find(({ type }) => type === 'Slot')
  expect(slots).toBeDefined()
  const [line = ''] = (await (await fetch(slots!.url)).text()).split('\n', 1)
  expect(JSON.parse(line)).toMatchObject({ resourceType: 'Slot' })
})
