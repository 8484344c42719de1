import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aClinic, people } from '../test-clinic.ts'
import { fhirFace, slotsOf, wanted } from './arrange.ts'
import { publishAll } from './publish.ts'

const { owner, server, ask } = await fhirFace()
const clinic = await aClinic(owner, { units: { public: 2 } })
const lines = async (path: string) => (await (await fetch(server.url + path, { headers: { 'accept-encoding': 'identity' } })).text()).trim().split('\n').map((line) => JSON.parse(line) as { resourceType: string; id: string; extension?: { url: string; valueInteger?: number; valueUrl?: string }[] })
const pathOf = (kind: string) => `/fhir/R4/bulk/${kind}/1.ndjson`

test('what everybody may know is published: a manifest, and a file of each kind for each institution', async () => {
  await publishAll(server.services)
  const manifest = (await (await fetch(`${server.url}/fhir/R4/$bulk-publish`)).json()) as { transactionTime: string; output: { type: string; url: string; extension: { state: string[] } }[] }
  expect(manifest.transactionTime).toBe(server.clock.now().toISOString())
  expect(manifest.output.map(({ type, extension }) => [type, extension.state])).toEqual(['HealthcareService', 'Location', 'Schedule', 'Slot'].map((kind) => [kind, ['城东区']]))
  const slots = await lines(pathOf('Slot'))
  expect(slots.map(({ id }) => id)).toEqual(clinic.periodIds.map((id) => `1-${id}`))
  expect(slots[0]!.extension).toEqual([expect.objectContaining({ valueInteger: 2 }), { url: expect.stringContaining('booking-deep-link'), valueUrl: expect.stringContaining(`/doctors/1/${clinic.serviceId}`) }])
  const packed = await fetch(server.url + pathOf('Slot'), { headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers.get('content-type')).toBe('application/fhir+ndjson')
  expect(packed.headers.get('content-encoding')).toBe('gzip')
})

test('a file keeps its ETag until something in it changes', async () => {
  const etag = async () => (await fetch(server.url + pathOf('Slot'))).headers.get('etag')!
  const before = await etag()
  await publishAll(server.services)
  expect(await etag()).toBe(before)
  expect((await fetch(server.url + pathOf('Slot'), { headers: { 'if-none-match': before } })).status).toBe(304)
  const [person = ''] = await people(owner, 1)
  const [slot] = await slotsOf(owner, clinic)
  await ask('POST', 'Appointment', wanted(slot!, person))
  await publishAll(server.services)
  expect(await etag()).not.toBe(before)
  expect((await lines(pathOf('Slot')))[0]!.extension![0]).toMatchObject({ valueInteger: 1 })
  expect((await fetch(`${server.url}/fhir/R4/bulk/Slot/99.ndjson`)).status).toBe(404)
})

test('a hospital’s month of 20,000 periods is published within seconds', async () => {
  await sql`insert into capacity.session (institution_id, service_id, day, half, starts_at, ends_at)
    select 1, ${clinic.serviceId}, d, 'evening', capacity.local_time(d::date, '18:00'), capacity.local_time(d::date, '21:00') from generate_series('2026-11-24'::date, '2026-12-13', '1 day') d, generate_series(1, 50)`.execute(owner)
  await sql`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select s.institution_id, s.id, s.service_id, s.starts_at + g * interval '9 minutes', s.starts_at + (g + 1) * interval '9 minutes' from capacity.session s, generate_series(0, 19) g where s.half = 'evening'`.execute(owner)
  await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) select p.institution_id, p.id, 1, 1 from capacity.period p where not exists (select from capacity.allotment a where a.period_id = p.id)`.execute(owner)
  const begun = performance.now()
  const rows = await publishAll(server.services)
  const seconds = (performance.now() - begun) / 1000
  const { rows: [file] } = await sql<{ n: number; bytes: number; content: Buffer }>`select row_count as n, byte_count as bytes, content from integration.publication where kind = 'Slot' and institution_id = 1`.execute(owner)
  console.log(`published ${rows} resources in ${seconds.toFixed(2)} s: ${Math.round(rows / seconds)}/s; slots ${(file!.bytes / 1e6).toFixed(1)} MB, packed ${(file!.content.length / 1e6).toFixed(2)} MB`)
  expect(file!.n).toBe(20_004)
  expect(gunzipSync(file!.content).length).toBe(file!.bytes)
  expect(seconds).toBeLessThan(30)
})
