import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type Actor, type PersonId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { endHelping, nameHelper } from '../helping.ts'
import { module } from '../server.ts'
import { aClinic, patient, people, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const servers = [await testServer([module], { url }, { now: SUNDAY }), await testServer([module], { url }, { now: SUNDAY })] as const
const aDevice = () => randomBytes(32).toString('base64url')

interface Account { readonly as: Actor; readonly accountId: string; readonly personId: string; readonly phoneHash: string }

/** An account with a phone, and so many neighbours who agreed, each by a code to their own phone, to be booked for. */
async function anAccount(neighbours: readonly string[] = [], kind = 'relative'): Promise<Account> {
  const [personId] = await people(owner, 1)
  const accountId = newId()
  const phoneHash = createHash('sha256').update(accountId).digest()
  await sql`insert into access.account (id, kind, person_id, phone_hash, phone_masked, created_at) values (${accountId}, 'patient', ${personId!}, ${phoneHash}, '100****0001', now())`.execute(owner)
  await agree(personId!, neighbours, kind)
  return { accountId, personId: personId!, phoneHash: phoneHash.toString('hex'), as: { kind: 'patient', accountId, personId: personId as PersonId, mayActFor: [personId, ...neighbours] as PersonId[] } }
}

const agree = (proxyId: string, neighbours: readonly string[], kind = 'relative') => sql`insert into people.relation (person_id, proxy_id, kind, status, asked_at, active_from)
  select n, ${proxyId}, ${kind}, 'active', ${SUNDAY}, ${SUNDAY} from unnest(${[...neighbours]}::uuid[]) n`.execute(owner)
const named = async (institutionId: number, { phoneHash }: Account, until = '2027-11-22') => {
  const id = newId()
  await inTransaction(servers[0].services.db, systemContext('test', SUNDAY), (tx) => nameHelper(tx, { institutionId, id, phoneHash, until }))
  return id
}
const aPlace = (institutionId: number, units = 80) => aClinic(owner, { institutionId, periods: 1, units: { public: units } })
const book = (as: Actor, personId: string, { institutionId, periodIds }: { institutionId: number; periodIds: number[] }, { device = '', server = 0 } = {}) =>
  servers[server]!.request('POST', '/api/booking/appointments', { as, body: { institutionId, periodId: periodIds[0], personId }, ...(device ? { headers: { cookie: `liuxin_device=${device}` } } : {}) })
/** Everybody pressed for at once, half at each server: how often each answer came. */
async function press(as: Actor, persons: readonly string[], place: Awaited<ReturnType<typeof aPlace>>, device = '') {
  const replies = await Promise.all(persons.map((personId, at) => book(as, personId, place, { device, server: at % 2 })))
  return Object.fromEntries([...Map.groupBy(replies, ({ status, body }) => (status === 201 ? 'booked' : String(body.code)))].map(([name, group]) => [name, group.length]))
}

describe('P3 who books for many because they care for them', () => {
  test('a village volunteer on the list books for thirty who agreed, from one telephone; the same person unnamed books for six', async () => {
    const place = await aPlace(61)
    const neighbours = await people(owner, 30)
    const volunteer = await anAccount(neighbours)
    const device = aDevice()
    expect(await press(volunteer.as, neighbours, place, device)).toEqual({ booked: 6, 'booking.account-limit': 24 })
    await named(61, volunteer)
    const elsewhere = await aPlace(61)
    // They have no second appointment in the department that day: the twenty-four who had none.
    const { rows } = await sql<{ id: string }>`select person_id as id from booking.appointment where institution_id = 61 and status = 'booked'`.execute(owner)
    const had = new Set(rows.map(({ id }) => id))
    expect(await press(volunteer.as, neighbours.filter((id) => !had.has(id)), elsewhere, device)).toEqual({ booked: 24 })
  })

  test('what the list says of one hospital says nothing at another, nor after its last day, nor when they were taken off; the region\'s says it everywhere', async () => {
    const neighbours = await people(owner, 8)
    const volunteer = await anAccount(neighbours)
    await named(62, volunteer)
    const there = await aPlace(63)
    expect(await press(volunteer.as, neighbours, there)).toEqual({ booked: 6, 'booking.account-limit': 2 })
    const { rows } = await sql<{ id: string }>`select person_id as id from booking.appointment where institution_id = 63 and status = 'booked'`.execute(owner)
    const left = neighbours.filter((id) => !rows.some((one) => one.id === id))
    await named(63, volunteer, '2026-11-21')
    expect((await book(volunteer.as, left[0]!, there)).body).toMatchObject({ code: 'booking.account-limit' })
    const id = await named(0, volunteer)
    expect((await book(volunteer.as, left[0]!, there)).status).toBe(201)
    await inTransaction(servers[0].services.db, systemContext('test', SUNDAY), (tx) => endHelping(tx, systemContext('test', SUNDAY), { institutionId: 0, id }))
    expect((await book(volunteer.as, left[1]!, there)).body).toMatchObject({ code: 'booking.account-limit' })
  })

  test('a reseller who had themselves named stops at the rule, pressing at once at two servers, and hears what to do', async () => {
    const place = await aPlace(64, 120)
    await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source) values ('booking.helper-limits', 64, '2026-01-01',
      '{"perHelperDay": 15, "peoplePerHelper": 60, "perRelationOpen": 4, "devices": 2, "perDeviceDay": 60, "peoplePerDevice": 80}', '', 'test')`.execute(owner)
    const clients = await people(owner, 40)
    const seller = await anAccount(clients)
    await named(64, seller)
    expect(await press(seller.as, clients, place, aDevice())).toEqual({ booked: 15, 'booking.helper-limit': 25 })
    const { rows } = await sql<{ id: string }>`select person_id as id from booking.appointment where institution_id = 64 and status = 'booked'`.execute(owner)
    const refused = await servers[0].request('POST', '/api/booking/appointments', {
      as: seller.as, body: { institutionId: 64, periodId: place.periodIds[0], personId: clients.find((one) => !rows.some(({ id }) => id === one)) }, headers: { 'accept-language': 'zh-CN' },
    })
    expect(refused.body.title).toContain('门诊办公室')
  })

  test('a list of clients that changes does not help: no more people than agree at this moment', async () => {
    const place = await aPlace(65)
    const [first, second] = [await people(owner, 10), await people(owner, 10)]
    const seller = await anAccount(first)
    await named(65, seller)
    expect(await press(seller.as, first, place)).toEqual({ booked: 10 })
    await sql`update people.relation set status = 'ended', ended_at = ${SUNDAY} where proxy_id = ${seller.personId}`.execute(owner)
    await agree(seller.personId, second)
    const next = { ...patient(seller.personId, ...second), accountId: seller.accountId } as Actor
    expect(await press(next, second, place)).toEqual({ booked: 1, 'booking.helper-limit': 9 })
  })

  test('children somebody entered as theirs, and were never asked, count as in any family', async () => {
    const place = await aPlace(66)
    const children = await people(owner, 9)
    const seller = await anAccount(children, 'guardian')
    await named(66, seller)
    expect(await press(seller.as, children, place)).toEqual({ booked: 6, 'booking.account-limit': 3 })
  })

  test('old people who come to the village doctor book in their own accounts on his computer; a third computer lends nothing', async () => {
    const place = await aPlace(67)
    const doctor = await anAccount()
    await named(67, doctor)
    const device = aDevice()
    const crowd = await people(owner, 20)
    const all = async (persons: readonly string[], on: string) => {
      const codes: string[] = []
      for (const personId of persons) {
        const { status, body } = await book(patient(personId), personId, place, { device: on })
        codes.push(status === 201 ? 'booked' : String(body.code))
      }
      return codes.filter((code) => code === 'booked').length
    }
    expect(await all(crowd.slice(0, 10), device)).toBe(8)
    expect((await book(doctor.as, doctor.personId, place, { device })).status).toBe(201)
    expect(await all(crowd.slice(8, 14), device)).toBe(6)
    await sql`update booking.appointment set booked_by = ${doctor.accountId}, device = decode(md5(id::text), 'hex')
      where institution_id = 67 and person_id in (${crowd[1]!}, ${crowd[2]!})`.execute(owner)
    expect(await all(crowd.slice(14, 16), device)).toBe(0)
  })

  test('a helper books for a family of neighbours together, beyond the account\'s six', async () => {
    const place = await aPlace(68)
    const neighbours = await people(owner, 9)
    const volunteer = await anAccount(neighbours)
    await named(68, volunteer)
    expect(await press(volunteer.as, neighbours.slice(0, 6), place)).toEqual({ booked: 6 })
    const { status } = await servers[0].request('POST', '/api/booking/together', {
      as: volunteer.as, body: { institutionId: 68, entries: neighbours.slice(6).map((personId) => ({ personId, periodId: place.periodIds[0] })) },
    })
    expect(status).toBe(201)
  })
})
