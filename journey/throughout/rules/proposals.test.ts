import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { borneByHospitalRule } from '#journey/throughout/insurance/index.ts'
import { module as insurance } from '#journey/throughout/insurance/server.ts'
import { module as wallet } from '#journey/throughout/wallet/server.ts'
import { type Actor, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { RuleProposal } from './contract.ts'
import { rulesOf } from './server.ts'
import { tasks } from './tasks.ts'

const NOW = new Date('2026-11-22T10:00:00+08:00')
const { url, db, owner } = await testDatabase()
const server = await testServer([rulesOf([insurance, wallet])], { url }, { now: NOW })
const CODE = 'insurance.borne-by-hospital'

let next = 700
const office = (institutionId: number, staffId: number, ...roles: string[]): Actor =>
  ({ kind: 'staff', accountId: randomUUID(), staffId, institutionId: institutionId as InstitutionId, roles: roles.length > 0 ? roles : ['manager'] })
const aHospital = () => ({ id: ++next, first: office(next, 1, 'admin'), second: office(next, 2), third: office(next, 3) })
const propose = (as: Actor, over: Readonly<Record<string, unknown>> = {}, code = CODE) =>
  server.request('POST', `/api/rules/${code}/proposals`, { as, body: { validFrom: '2026-11-25', value: { mostCents: 8000 }, source: '院长办公会决定', after: 0, ...over } })
const act = (as: Actor, id: string, what: 'approve' | 'decline' | 'withdraw', body?: object) => server.request('POST', `/api/rules/proposals/${id}/${what}`, { as, ...(body ? { body } : {}) })
const list = async (as: Actor): Promise<{ waiting: RuleProposal[]; decided: RuleProposal[] }> => (await server.request('GET', '/api/rules/proposals', { as })).body
const inForce = (institutionId: number, day = '2026-11-25') =>
  inTransaction(db, systemContext('test', new Date(`${day}T12:00:00+08:00`)), (tx) => ruleAt(tx, borneByHospitalRule, institutionId, new Date(`${day}T12:00:00+08:00`)))
const counted = (answers: readonly (string | number)[]) => Object.fromEntries([...Map.groupBy(answers, String)].map(([answer, group]) => [answer, group.length]))
const records = async (institutionId: number) => (await sql<{ events: string[]; audits: string[] }>`select
  (select coalesce(array_agg(type || coalesce(' ' || (payload->>'state'), '') order by type, payload->>'state'), '{}') from platform.event where institution_id = ${institutionId}) as events,
  (select coalesce(array_agg(action order by action), '{}') from platform.audit where institution_id = ${institutionId} and subject like any (array['proposal/%', 'rule/%'])) as audits`.execute(owner)).rows[0]!

beforeEach(() => server.clock.set(NOW))

describe('a rule about money, sanctions or limits takes two persons', () => {
  test('alone it cannot be published; proposed, nothing changes; another agrees, and it holds from its day; both are on record', async () => {
    const { id, first, second } = aHospital()
    const alone = await server.request('POST', `/api/rules/${CODE}/versions`, { as: first, body: { validFrom: '2026-11-25', value: { mostCents: 8000 }, source: '院长办公会决定', after: 0 } })
    expect(alone).toMatchObject({ status: 409, body: { code: 'rules.second-person-needed' } })
    const { status, body } = await propose(first)
    expect([status, await inForce(id)]).toEqual([201, { mostCents: 5000 }])
    expect((await list(second)).waiting).toMatchObject([{ id: body.id, state: 'waiting', isMine: false, mayDecide: true, effect: { changes: [{ path: ['mostCents'], before: 5000, after: 8000 }] } }])
    expect((await list(first)).waiting).toMatchObject([{ isMine: true, mayDecide: false }])
    expect(await act(second, body.id, 'approve')).toMatchObject({ status: 200, body: { version: 1 } })
    expect([await inForce(id), await inForce(id, '2026-11-24')]).toEqual([{ mostCents: 8000 }, { mostCents: 5000 }])
    expect(await list(first)).toMatchObject({ waiting: [], decided: [{ id: body.id, state: 'published' }] })
    expect(await records(id)).toEqual({
      events: ['rules.proposal-decided.v1 published', 'rules.rule-proposed.v1', 'rules.rule-published.v1'],
      audits: ['rules.approve-proposal', 'rules.propose-rule', 'rules.publish-rule'],
    })
  })

  test('its author never agrees to it, with this account or another of theirs; nor a nurse, nor another hospital, which sees nothing of it', async () => {
    const { id, first, second } = aHospital()
    const { body } = await propose(first)
    const other = aHospital()
    expect(await act(first, body.id, 'approve')).toMatchObject({ status: 403, body: { code: 'rules.not-by-its-author' } })
    expect(await act(office(id, 1), body.id, 'approve')).toMatchObject({ status: 403, body: { code: 'rules.not-by-its-author' } })
    expect(await act(office(id, 9, 'nurse'), body.id, 'approve')).toMatchObject({ status: 403 })
    expect(await act(other.second, body.id, 'approve')).toMatchObject({ status: 404, body: { code: 'rules.proposal-not-found' } })
    expect(await list(other.second)).toEqual({ waiting: [], decided: [] })
    expect((await server.request('GET', '/api/rules/proposals', { as: office(id, 9, 'nurse') })).status).toBe(403)
    expect(await inForce(id)).toEqual({ mostCents: 5000 })
    const change = sql`update rules.proposal set state = 'published', decided_by = proposed_by, decided_staff = proposed_staff, decided_at = ${NOW}, version = 1 where id = ${body.id}`
    await expect(change.execute(owner)).rejects.toThrow(/proposal_agreed_by_somebody_else/)
    expect((await act(second, body.id, 'approve')).status).toBe(200)
  })

  test('declined with a reason its author reads, or withdrawn by its author alone: nothing changes, and it can be proposed again', async () => {
    const { id, first, second } = aHospital()
    const declined = (await propose(first)).body.id
    expect((await act(second, declined, 'decline', { note: '' })).status).toBe(400)
    expect((await act(second, declined, 'decline', { note: '请先报医保办' })).status).toBe(200)
    expect((await list(first)).decided).toMatchObject([{ id: declined, state: 'declined', note: '请先报医保办' }])
    const withdrawn = (await propose(first)).body.id
    expect(await act(second, withdrawn, 'withdraw')).toMatchObject({ status: 403, body: { code: 'rules.only-its-author' } })
    expect((await act(first, withdrawn, 'withdraw')).status).toBe(200)
    expect(await act(second, withdrawn, 'approve')).toMatchObject({ status: 409, body: { code: 'rules.proposal-over', details: { state: 'withdrawn' } } })
    expect((await propose(second)).status).toBe(201)
    expect(await inForce(id)).toEqual({ mostCents: 5000 })
    expect((await records(id)).audits.filter((action) => action !== 'rules.propose-rule')).toEqual(['rules.decline-proposal', 'rules.withdraw-proposal'])
  })

  test('it waits a week and no longer than the day it would begin on; what is over is closed, told, and makes room for another', async () => {
    const { id, first, second } = aHospital()
    const late = (await propose(first, { validFrom: '2027-03-01' })).body.id
    expect((await list(second)).waiting[0]!.expiresAt).toBe('2026-11-29T02:00:00.000Z')
    const { first: author, second: other } = aHospital()
    const today = (await propose(author, { validFrom: '2026-11-22' })).body.id
    expect((await list(other)).waiting[0]!.expiresAt).toBe('2026-11-22T16:00:00.000Z')
    server.clock.set(new Date('2026-11-23T00:00:01+08:00'))
    expect(await act(other, today, 'approve')).toMatchObject({ status: 409, body: { code: 'rules.proposal-over', details: { state: 'expired' } } })
    expect(await list(other)).toMatchObject({ waiting: [], decided: [{ state: 'expired' }] })
    expect((await propose(author, { validFrom: '2026-11-23' })).status).toBe(201)
    server.clock.set(new Date('2026-11-29T10:00:01+08:00'))
    await tasks[0]!.run(server.services)
    expect((await act(second, late, 'approve')).status).toBe(409)
    expect((await records(id)).events).toEqual(['rules.proposal-decided.v1 expired', 'rules.rule-proposed.v1'])
  })

  test('one change of a rule waits at a time, and of eight who propose at once one does', async () => {
    const { first } = aHospital()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => propose(first, { value: { mostCents: 100 + n } })))
    expect(counted(answers.map(({ status, body }) => (status === 201 ? 'proposed' : body.code)))).toEqual({ proposed: 1, 'rules.already-proposed': 7 })
  })

  test('of two who agree at the same moment one publishes, and the other hears that it is decided', async () => {
    const { id, first, second, third } = aHospital()
    for (let round = 0; round < 5; round++) {
      const { body } = await propose(first, { value: { mostCents: 6000 + round }, after: round })
      const both = await Promise.all([act(second, body.id, 'approve'), act(third, body.id, 'approve')])
      expect(counted(both.map(({ status, body: said }) => (status === 200 ? 'published' : said.code)))).toEqual({ published: 1, 'rules.proposal-over': 1 })
    }
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from platform.rule where institution_id = ${id}`.execute(owner)
    expect(rows).toEqual([{ n: 5 }])
  })

  test('agreed to while it is withdrawn: it is published or withdrawn, never both', async () => {
    const { id, first, second } = aHospital()
    const ended = { published: 0, withdrawn: 0 }
    for (let round = 0; round < 8; round++) {
      const { body } = await propose(first, { value: { mostCents: 7000 + round }, after: ended.published })
      const [agreed, taken] = await Promise.all([act(second, body.id, 'approve'), act(first, body.id, 'withdraw')])
      expect(counted([agreed.status, taken.status])).toEqual({ 200: 1, 409: 1 })
      ended[agreed.status === 200 ? 'published' : 'withdrawn']++
    }
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from platform.rule where institution_id = ${id}`.execute(owner)
    expect(rows[0]!.n).toBe(ended.published)
  })

  test('back to the region\'s takes two as well; and the region itself, where hospitals cannot even propose', async () => {
    const { id, first, second } = aHospital()
    await act(second, (await propose(first)).body.id, 'approve')
    const back = (await propose(second, { value: null, after: 1 })).body.id
    expect((await act(first, back, 'approve')).status).toBe(200)
    expect(await inForce(id)).toEqual({ mostCents: 5000 })
    expect(await propose(first, { value: { mostCents: 1 } }, 'wallet.limits')).toMatchObject({ status: 403, body: { code: 'rules.region-only' } })
    const [one, two] = [office(0, 1), office(0, 2)]
    const { body } = await server.request('GET', '/api/rules', { as: one })
    const { now, last } = body.rules.find(({ code }: { code: string }) => code === 'wallet.limits')
    const region = (await propose(one, { value: { ...now.value, mostTopUpCents: now.value.mostTopUpCents + 100 }, after: last }, 'wallet.limits')).body.id
    expect((await act(two, region, 'approve')).status).toBe(200)
  })
})
