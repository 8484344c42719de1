import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listPeriods } from '#engines/capacity/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { aClinic, people, SUNDAY } from '../test-clinic.ts'
import { fhirFace, slotsOf, wanted } from './arrange.ts'

const { owner, ask, server } = await fhirFace()
const [person = ''] = await people(owner, 1)
const found = async (type: string, query: string): Promise<{ id: string; meta: { lastUpdated: string } }[]> =>
  ((await ask('GET', `${type}?${query}&_count=200`, undefined, { prefer: 'handling=strict' })).body.entry ?? []).map((one: { resource: unknown }) => one.resource)
const latest = async (type: string, query: string) => (await found(type, query)).map(({ meta }) => meta.lastUpdated).sort().at(-1)!

test('O12 whoever keeps a copy asks for what changed since, and gets the slot that was booked and no other', async () => {
  const clinic = await aClinic(owner, { periods: 6 })
  const of = `schedule=1-${clinic.sessionId}`
  const seen = await latest('Slot', of)
  expect(await found('Slot', `${of}&_lastUpdated=gt${seen}`)).toEqual([])
  expect((await ask('POST', 'Appointment', wanted((await slotsOf(owner, clinic))[2]!, person))).status).toBe(201)
  const changed = await found('Slot', `${of}&_lastUpdated=gt${seen}`)
  expect(changed).toMatchObject([{ id: `1-${clinic.periodIds[2]}`, status: 'busy' }])
  expect(await found('Slot', `${of}&_lastUpdated=le${seen}`)).toHaveLength(5)
  const read = await ask('GET', `Slot/${changed[0]!.id}`)
  expect(read.headers.get('last-modified')).toBe(new Date(changed[0]!.meta.lastUpdated).toUTCString())
})

test('O12 a session that is suspended has changed, and so has each of its slots', async () => {
  const [clinic, other] = [await aClinic(owner), await aClinic(owner)]
  const seen = [await latest('Slot', `schedule=1-${other.sessionId}`), await latest('Schedule', `_id=1-${other.sessionId}`)].sort().at(-1)!
  await sql`update capacity.session set status = 'suspended' where id = ${clinic.sessionId}`.execute(owner)
  expect(await found('Slot', `schedule=1-${clinic.sessionId},1-${other.sessionId}&_lastUpdated=gt${seen}`)).toMatchObject(clinic.periodIds.map((id) => ({ id: `1-${id}`, status: 'busy-unavailable' })))
  expect(await found('Schedule', `_id=1-${clinic.sessionId},1-${other.sessionId}&_lastUpdated=gt${seen}`)).toMatchObject([{ id: `1-${clinic.sessionId}`, active: false }])
})

test('O12 a slot that time closes has changed at that moment, though nobody touched it', async () => {
  const { sessionId } = await aClinic(owner)
  const of = `schedule=1-${sessionId}`
  const before = (await found('Slot', of)).map(({ meta }) => meta.lastUpdated)
  server.clock.set(new Date('2037-01-01T00:00:00Z'))
  const [first] = await found('Slot', of)
  server.clock.set(SUNDAY)
  // Its start, or its last booking should the day of the test lie behind that.
  expect(first!.meta.lastUpdated).toBe([before[0]!, '2026-11-23T00:00:00.000Z'].sort().at(-1))
})

test('what changed within a time is what a walk over everything finds: by a session, its units, its pool, its opening, its closing', async () => {
  const clinics = [await aClinic(owner, { institutionId: 81, periods: 6 }), await aClinic(owner, { institutionId: 81, day: '2026-12-24', periods: 6 }), await aClinic(owner, { institutionId: 82, periods: 6 })]
  await sql`update capacity.pool set closes_minutes_before = 30 where institution_id = 82`.execute(owner)
  await sql`update capacity.session set room = 'B2' where id = ${clinics[0]!.sessionId}`.execute(owner)
  await sql`update capacity.allotment set taken = 1 where institution_id = 81 and period_id = ${clinics[1]!.periodIds[3]!}`.execute(owner)
  const times = [SUNDAY, new Date('2026-11-23T00:10:00Z'), new Date('2026-11-26T00:00:00+08:00'), new Date('2026-12-24T08:40:00+08:00'), new Date('2037-01-01T00:00:00Z')]
  const list = (now: Date, changed?: { from: Date | null; until: Date | null }[]) => inTransaction(server.services.db, systemContext('test', now), (tx) =>
    listPeriods(tx, { pool: 'public', now, institutions: [81, 82], ...(changed ? { changed } : {}) }, 500))
  for (const now of times) {
    const all = await list(now)
    expect(all).toHaveLength(18)
    const moments = [...new Set(all.map((one) => one.changedAt.getTime()))]
    for (const at of [...moments, ...times.map((one) => one.getTime())]) {
      for (const [from, until] of [[at, null], [at, at + 1], [at + 1, null], [at - 86_400_000, at]] as const) {
        const span = { from: new Date(from), until: until === null ? null : new Date(until) }
        const expected = all.filter(({ changedAt }) => changedAt.getTime() >= from && (until === null || changedAt.getTime() < until)).map(({ id }) => id)
        expect({ now, span, ids: (await list(now, [span])).map(({ id }) => id) }).toEqual({ now, span, ids: expected })
      }
    }
  }
}, 30_000)
