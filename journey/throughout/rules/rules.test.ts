import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { module as queue } from '#engines/queue/server.ts'
import { module as reconciliation } from '#journey/throughout/reconciliation/server.ts'
import { module as wallet } from '#journey/throughout/wallet/server.ts'
import type { Actor, InstitutionId } from '#platform/context/context.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { calendarDay, cents, declareRule, ruleAt, timeOfDay, unlessYes, weekdays, words } from '#platform/rules/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { RuleNow } from './contract.ts'
import { fieldsOf } from './describe.ts'
import { rulesOf } from './server.ts'

const order = declareRule('waitlist.order', 'product', z.strictObject({ version: words(40), by: z.array(words(40)) }))
const cap = declareRule('sample.cap', 'institution', z.strictObject({ mostCents: cents(0, 10_000_000) }))
const { url, db, owner } = await testDatabase()
await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source) values ('sample.cap', 0, '2024-01-01', '{"mostCents": 5000}', 'cents', 'test')`.execute(owner)
const server = await testServer([rulesOf([queue, reconciliation, wallet, { name: 'waitlist', rules: [order] }, { name: 'sample', rules: [cap] }])], { url }, { now: new Date('2026-11-22T10:00:00+08:00') })

let next = 500
const staff = (institutionId: number, ...roles: string[]): Actor => ({ kind: 'staff', accountId: randomUUID(), staffId: 1, institutionId: institutionId as InstitutionId, roles })
const aHospital = () => ({ id: ++next, admin: staff(next, 'admin') })
const CODE = 'sample.cap'
const read = async (as: Actor, code = CODE): Promise<RuleNow> => (await server.request('GET', '/api/rules', { as })).body.rules.find((rule: RuleNow) => rule.code === code)
const publish = (as: Actor, over: Readonly<Record<string, unknown>> = {}, code = CODE) =>
  server.request('POST', `/api/rules/${code}/versions`, { as, body: { validFrom: '2026-11-22', value: { mostCents: 8000 }, source: '院长办公会决定', after: 0, ...over } })
const inForce = (institutionId: number, day: string) =>
  inTransaction(db, systemContext('test', new Date(`${day}T12:00:00+08:00`)), (tx) => ruleAt(tx, cap, institutionId, new Date(`${day}T12:00:00+08:00`)))

describe('a hospital reads and changes the rules it works by', () => {
  test('everybody at work reads each rule as it holds here, part by part, and where it comes from; nobody else does', async () => {
    const { id } = aHospital()
    const rule = await read(staff(id, 'nurse'))
    expect(rule).toMatchObject({ setBy: 'institution', mayChange: false, now: { own: false, value: { mostCents: 5000 }, verified: false, publishedAt: null }, planned: [], last: 0 })
    expect(rule.fields).toEqual([{ path: ['mostCents'], kind: 'number', unit: 'cents', whole: true, least: 0, most: 10_000_000, choices: [], optional: false, unless: null, columns: [] }])
    expect((await server.request('GET', '/api/rules', { as: { kind: 'anonymous' } })).status).toBe(401)
  })

  test('a version holds from its day on, here and nowhere else; it is on record and announced', async () => {
    const { id, admin } = aHospital()
    expect(await publish(admin, { validFrom: '2026-11-25' })).toMatchObject({ status: 201, body: { version: 1 } })
    expect([await inForce(id, '2026-11-24'), await inForce(id, '2026-11-25'), await inForce(id + 1000, '2026-11-25')]).toEqual([{ mostCents: 5000 }, { mostCents: 8000 }, { mostCents: 5000 }])
    expect(await read(admin)).toMatchObject({ mayChange: true, now: { own: false }, planned: [{ version: 1, validFrom: '2026-11-25', value: { mostCents: 8000 }, source: '院长办公会决定' }], last: 1 })
    const events = await sql<{ payload: unknown }>`select payload from platform.event where type = 'rules.rule-published.v1' and institution_id = ${id}`.execute(owner)
    expect(events.rows).toEqual([{ payload: { institutionId: id, code: CODE, version: 1, validFrom: '2026-11-25', backToRegion: false } }])
    const audits = await sql<{ subject: string }>`select subject from platform.audit where action = 'rules.publish-rule' and institution_id = ${id}`.execute(owner)
    expect(audits.rows).toEqual([{ subject: `rule/${CODE}/1` }])
  })

  test('a later version of the same day counts, and the earlier stays readable; with no value the region\'s holds again', async () => {
    const { id, admin } = aHospital()
    await publish(admin)
    await publish(admin, { value: { mostCents: 9000 }, after: 1 })
    await publish(admin, { value: null, validFrom: '2026-12-01', after: 2 })
    expect([await inForce(id, '2026-11-22'), await inForce(id, '2026-12-01')]).toEqual([{ mostCents: 9000 }, { mostCents: 5000 }])
    const { body } = await server.request('GET', `/api/rules/${CODE}/versions`, { as: staff(id, 'nurse') })
    expect(body.versions.map((one: { own: boolean; version: number; value: unknown }) => [one.own, one.version, one.value])).toEqual([
      [true, 3, null], [true, 2, { mostCents: 9000 }], [true, 1, { mostCents: 8000 }], [false, 1, { mostCents: 5000 }],
    ])
  })

  test('the preview says part by part what changes, from when and until when, and changes nothing', async () => {
    const { id, admin } = aHospital()
    await publish(admin, { validFrom: '2026-12-01' })
    const preview = await server.request('POST', `/api/rules/${CODE}/preview`, { as: admin, body: { validFrom: '2026-11-23', value: { mostCents: 7000 } } })
    expect(preview).toMatchObject({ status: 200, body: { validFrom: '2026-11-23', until: '2026-12-01', changes: [{ path: ['mostCents'], before: 5000, after: 7000 }] } })
    expect(await inForce(id, '2026-11-23')).toEqual({ mostCents: 5000 })
  })

  test('refused, with nothing left behind: the past, an impossible value, what holds already, a rule of the region, of the product, of another page, an unknown one', async () => {
    const { id, admin } = aHospital()
    expect(await publish(admin, { validFrom: '2026-11-21' })).toMatchObject({ status: 409, body: { code: 'rules.day-past' } })
    expect(await publish(admin, { value: { mostCents: -1 } })).toMatchObject({ status: 422, body: { code: 'rules.value-not-sound', details: { faults: [{ path: 'mostCents', why: 'too-small' }] } } })
    expect(await publish(admin, { value: { mostCents: 1, more: 2 } })).toMatchObject({ status: 422 })
    expect(await publish(admin, { value: null })).toMatchObject({ status: 409, body: { code: 'rules.nothing-changes' } })
    expect(await publish(admin, { value: { codeSeconds: 60, windowSeconds: 600 } }, 'wallet.consent')).toMatchObject({ status: 403, body: { code: 'rules.region-only' } })
    expect(await publish(admin, {}, 'waitlist.order')).toMatchObject({ status: 409, body: { code: 'rules.changed-elsewhere' } })
    expect(await publish(admin, {}, 'queue.fairness')).toMatchObject({ status: 409, body: { code: 'rules.changed-elsewhere', details: { page: '/line-rule' } } })
    expect(await publish(admin, {}, 'wallet.unheard-of')).toMatchObject({ status: 404 })
    expect(await publish(staff(id, 'nurse', 'accountant'))).toMatchObject({ status: 403, body: { code: 'platform.not-allowed' } })
    const { rows } = await sql`select from platform.rule where institution_id = ${id}`.execute(owner)
    expect(rows).toEqual([])
  })

  test('the region changes what holds for everybody who has nothing of their own, and always has a value', async () => {
    const region = staff(0, 'manager')
    const rule = await read(region, 'wallet.consent')
    expect(await publish(region, { value: null, after: rule.last }, 'wallet.consent')).toMatchObject({ status: 409, body: { code: 'rules.region-needs-a-value' } })
    expect(await publish(region, { value: { codeSeconds: 120, windowSeconds: 600 }, after: rule.last }, 'wallet.consent')).toMatchObject({ status: 201, body: { version: 2 } })
    expect((await read(aHospital().admin, 'wallet.consent')).now).toMatchObject({ own: false, value: { codeSeconds: 120, windowSeconds: 600 }, verified: true })
  })

  test('of eight who publish at once from the same version one does, and the others hear that they should look again', async () => {
    const { id, admin } = aHospital()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => publish(admin, { value: { mostCents: 100 + n } })))
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, ...Array<number>(7).fill(409)])
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(Array(7).fill('rules.changed-meanwhile'))
    const { rows } = await sql<{ events: number; versions: number }>`select (select count(*) from platform.event where institution_id = ${id})::integer as events,
      (select count(*) from platform.rule where institution_id = ${id})::integer as versions`.execute(owner)
    expect(rows).toEqual([{ events: 1, versions: 1 }])
  })

  test('the database itself refuses a past day, a region without a value, and a version for another institution', async () => {
    const { id } = aHospital()
    const put = (institutionId: number, from: string, value: string | null) => inTransaction(db, { ...systemContext('test', new Date()), actor: staff(id, 'admin'), institutionId: id as InstitutionId }, (tx) =>
      sql`select platform.publish_rule(${CODE}, ${institutionId}, 0, ${from}::date, ${value}::jsonb, '', 'because', 'somebody', '2026-11-22T10:00:00+08:00')`.execute(tx))
    await expect(put(id, '2026-11-21', '{}')).rejects.toThrow(/rule_begins_today_or_later/)
    await expect(put(id + 1, '2026-11-23', '{}')).rejects.toThrow(/belongs to the institution/)
  })

  test('a row put in by hand that its declaration does not allow is told as a fault, not used', async () => {
    const { id } = aHospital()
    await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source) values (${CODE}, ${id}, '2026-01-01', '{"mostCents": "many"}', '', 'by hand')`.execute(owner)
    await expect(inForce(id, '2026-11-22')).rejects.toThrow(/does not allow/)
  })
})

test('only what lies too deep for fields is asked for as text with a structure', () => {
  const row = z.strictObject({ day: words(10), open: z.array(z.strictObject({ from: words(5) })) })
  const kinds = fieldsOf(declareRule('x.deep', 'institution', z.strictObject({ a: z.array(z.array(z.int())), b: z.array(row), c: z.array(z.strictObject({ d: z.array(z.int()) })) })))
  expect(kinds.map(({ path, kind }) => [path[0], kind])).toEqual([['a', 'json'], ['b', 'json'], ['c', 'rows']])
})

test('a day, days of the week and what is left out beside a yes are asked for as what they are', () => {
  const row = z.strictObject({ on: calendarDay(), every: weekdays(), closed: z.boolean().optional(), from: unlessYes('closed', timeOfDay()) })
  const [field] = fieldsOf(declareRule('x.days', 'institution', z.strictObject({ rows: z.array(row) })))
  expect(field!.columns.map(({ kind, least, optional, unless }) => [kind, least, optional, unless])).toEqual([
    ['day', null, false, null], ['weekdays', 1, false, null], ['yes-no', null, true, null], ['time', null, true, 'closed'],
  ])
})
