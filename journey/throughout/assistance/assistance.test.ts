import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import { aPerson, noon, staffAt } from '#journey/throughout/people/testing/a-person.ts'
import type { Actor } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { endWhatIsOver } from './operations/end-help.ts'
import { module } from './server.ts'

const { url, db, owner } = await testDatabase()
const server = await testServer([messaging, people, module], { url }, { now: noon })
const view = { title: '找医生', width: 390, height: 844, scrollX: 0, scrollY: 0, mode: 'elder', size: '2', language: 'zh-CN', sheets: ['/assets/index.css', 'https://evil.example/x.css'] }
const page = (...nodes: object[]) => [{ nodes: [{ k: 0, p: 0, t: 'div' }, ...nodes] }]
const frame = (sequence: number, patches: object[] = page({ k: 1, p: 0, t: 'button' }, { k: 2, p: 1, t: '#', x: '约这个时间' }), path = '/doctors/101/3') => ({ sequence, path, whole: true, view, patches })
const ask = (as: Actor, method: string, path: string, body?: unknown) => server.request(method, `/api/assistance${path}`, { as, ...(body === undefined ? {} : { body }) })
const outcome = async (asked: ReturnType<typeof ask>) => { const { status, body } = await asked; return status < 300 ? status : (body as { code: string }).code }

/** Somebody asked, and told the code to a nurse. */
async function asked() {
  const person = (await aPerson(db, { name: '周桂兰' })).actor
  const { body } = await ask(person, 'POST', '/sessions')
  return { person, nurse: staffAt(101, 'nurse'), id: body.id as string, code: body.code as string }
}
async function joined() {
  const one = await asked()
  expect(await outcome(ask(one.nurse, 'POST', '/join', { code: one.code }))).toBe(200)
  return one
}
async function watching(showsHealth = false) {
  const one = await joined()
  expect(await outcome(ask(one.person, 'POST', `/sessions/${one.id}/answer`, { accept: true, showsHealth }))).toBe(200)
  return one
}
const press = { kind: 'press', target: 1, label: '约这个时间' }
/** Everything the database has of a session, as text. */
async function stored(id: string): Promise<string> {
  const { rows } = await sql<{ all: string }>`select concat((select string_agg(body::text, '') from assistance.frame where session_id = ${id}), (select string_agg(p::text, '') from assistance.proposal p where session_id = ${id}),
    (select string_agg(payload::text, '') from platform.event where payload->>'sessionId' = ${id}), (select string_agg(body::text, '') from platform.idempotency)) as all`.execute(owner)
  return rows[0]!.all
}

describe('help on the same page (O10)', () => {
  test('asked for, joined by the code, agreed to, seen, proposed, confirmed by the person, ended: each step once, in the record and the audit', async () => {
    const { person, nurse, id } = await watching()
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(1)))).toBe(204)
    const seen = await ask(nurse, 'GET', `/sessions/${id}/frames?since=0`)
    expect(seen.body).toMatchObject({ session: { role: 'helper', personName: '周*兰', status: 'watching', place: 'open' }, frames: [{ sequence: 1, path: '/doctors', view: { sheets: ['/assets/index.css'] } }] })
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/points`, { target: 1 }))).toBe(204)
    const { body: proposal } = await ask(nurse, 'POST', `/sessions/${id}/proposals`, press)
    expect((await ask(person, 'GET', `/sessions/${id}`)).body.openProposal).toMatchObject({ id: proposal.id, kind: 'press', target: 1 })
    expect((await ask(nurse, 'GET', `/sessions/${id}`)).body.openProposal).toBeNull()
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/proposals/${proposal.id}/answer`, { outcome: 'confirmed' }))).toBe(204)
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/proposals/${proposal.id}/answer`, { outcome: 'confirmed' }))).toBe('assistance.answered-already')
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/end`))).toBe(204)
    expect((await ask(person, 'GET', '/past')).body).toMatchObject([{ id, helper: { kind: 'staff' }, endReason: 'person', showedHealth: false, proposals: [{ label: '约这个时间', outcome: 'confirmed', page: '/doctors' }] }])
    const { rows: events } = await sql<{ type: string; topics: string[] }>`select type, topics from platform.event where payload->>'sessionId' = ${id} order by xid, id`.execute(owner)
    expect(events.map(({ type }) => type.split('.')[1])).toEqual(['session-changed', 'session-changed', 'frame-sent', 'pointed', 'proposed', 'answered', 'session-changed'])
    expect(new Set(events.flatMap(({ topics }) => topics))).toEqual(new Set([`assistance:${id}`]))
    const { rows: audits } = await sql<{ action: string; actor: string }>`select action, actor_kind as actor from platform.audit where subject like ${`assistance/${id}%`} order by xid, id`.execute(owner)
    expect(audits.map(({ action, actor }) => `${actor} ${action.split('.')[1]}`)).toEqual(['patient ask-for-help', 'staff join-help', 'patient agree-to-help', 'staff propose', 'patient answer-proposal', 'patient end-help'])
  })

  test('a relative who may act for the person is called by their name, a stranger by a masked one', async () => {
    const { person, code, id } = await asked()
    const daughter = (await aPerson(db, { name: '林小满' })).actor
    await ask({ ...daughter, mayActFor: [daughter.personId, person.personId] }, 'POST', '/join', { code })
    expect((await ask(person, 'GET', `/sessions/${id}`)).body.helper).toEqual({ kind: 'family', name: '林小满' })
    const other = await asked()
    await ask((await aPerson(db, { name: '林小满' })).actor, 'POST', '/join', { code: other.code })
    expect((await ask(other.person, 'GET', `/sessions/${other.id}`)).body.helper).toEqual({ kind: 'person', name: '林*满' })
  })

  test('it goes on while the person wants it to, and ends when the time is up', async () => {
    const { person, nurse, id } = await watching()
    server.clock.set(new Date(noon.getTime() + 14 * 60_000))
    await ask(person, 'POST', `/sessions/${id}/here`)
    expect((await ask(person, 'POST', `/sessions/${id}/prolong`)).body.expiresAt).toBe(new Date(noon.getTime() + 29 * 60_000).toISOString())
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/prolong`))).toBe('platform.not-allowed')
    server.clock.set(new Date(noon.getTime() + 29 * 60_000))
    // Nothing more is seen or asked from that moment, even before the worker has ended it.
    expect((await ask(nurse, 'GET', `/sessions/${id}/frames`)).body.frames).toEqual([])
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/proposals`, press))).toBe('assistance.help-over')
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(9)))).toBe('assistance.help-over')
    await inTransaction(db, { actor: { kind: 'system', name: 'test' }, institutionId: null, purpose: 'test', now: server.clock.now(), requestId: '', channel: 'job' }, (tx) => endWhatIsOver(tx, server.clock.now()))
    expect((await ask(person, 'GET', `/sessions/${id}`)).body).toMatchObject({ status: 'ended', endReason: 'over' })
    server.clock.set(noon)
  })

  test('a side that falls silent ends it', async () => {
    const { person, id } = await watching()
    const later = new Date(noon.getTime() + 61_000)
    server.clock.set(later)
    await ask(person, 'POST', `/sessions/${id}/here`)
    await inTransaction(db, { actor: { kind: 'system', name: 'test' }, institutionId: null, purpose: 'test', now: later, requestId: '', channel: 'job' }, (tx) => endWhatIsOver(tx, later))
    expect((await ask(person, 'GET', `/sessions/${id}`)).body).toMatchObject({ status: 'ended', endReason: 'silence' })
    server.clock.set(noon)
  })
})

describe('what a helper can never do', () => {
  test('see or ask anything before the person’s own yes', async () => {
    const { person, nurse, id } = await joined()
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(1)))).toBe('assistance.not-watching')
    expect((await ask(nurse, 'GET', `/sessions/${id}/frames`)).body.frames).toEqual([])
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/points`, { target: 1 }))).toBe('assistance.not-watching')
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/proposals`, press))).toBe('assistance.not-watching')
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/answer`, { accept: true }))).toBe('platform.not-allowed')
    expect((await ask(person, 'POST', `/sessions/${id}/answer`, { accept: false })).body).toMatchObject({ status: 'ended', endReason: 'declined' })
  })

  test('act in the person’s place: answer a proposal, send a page, prolong', async () => {
    const { person, id } = await watching()
    const { code, ...other } = await asked()
    const helper = (await aPerson(db)).actor
    await ask(helper, 'POST', '/join', { code })
    await ask(other.person, 'POST', `/sessions/${other.id}/answer`, { accept: true })
    await ask(other.person, 'POST', `/sessions/${other.id}/frames`, frame(1))
    const { body: proposal } = await ask(helper, 'POST', `/sessions/${other.id}/proposals`, press)
    for (const [path, body] of [[`/proposals/${proposal.id}/answer`, { outcome: 'confirmed' }], ['/frames', frame(2)], ['/prolong', undefined], ['/answer', { accept: true }], ['/here', undefined]] as const) {
      expect(await outcome(ask(helper, 'POST', `/sessions/${other.id}${path}`, body)), path).toBe('assistance.no-such-help')
      // Somebody else’s session is no session.
      expect(await outcome(ask(helper, 'POST', `/sessions/${id}${path}`, body)), path).toBe('assistance.no-such-help')
    }
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/proposals`, press))).toBe('assistance.no-such-help')
  })

  test('another member of the same hospital’s staff, or family of the person, does not see it either', async () => {
    const { id, person } = await watching()
    const colleague = { ...staffAt(101, 'nurse'), staffId: 77 }
    const daughter = (await aPerson(db)).actor
    for (const stranger of [colleague, { ...daughter, mayActFor: [daughter.personId, person.personId] }]) {
      for (const path of [`/sessions/${id}`, `/sessions/${id}/frames`]) expect(await outcome(ask(stranger, 'GET', path))).toBe('assistance.no-such-help')
      expect((await server.request('GET', `/api/realtime?topics=assistance:${id}`, { as: stranger })).status).toBe(403)
    }
  })

  test('fill or press on pages of money, agreements and records; or on a page that is not shown', async () => {
    const { person, nurse, id } = await watching(true)
    let sequence = 0
    for (const path of ['/bills/101/x', '/wallet/top-up', '/credit', '/records/101/x']) {
      expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(++sequence, page(), path)))).toBe(204)
      expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/proposals`, press)), path).toBe('assistance.own-hand-only')
    }
    for (const path of ['/sign-in', '/code', '/family/add', '/me/person', '/whatever']) {
      expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(++sequence, page(), path)))).toBe('assistance.page-hidden')
      expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(sequence, [], path)))).toBe(204)
      expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/proposals`, press)), path).toBe('assistance.own-hand-only')
      expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/points`, { target: 1 })), path).toBe('assistance.own-hand-only')
    }
  })

  test('see records unless the person said so', async () => {
    const { person, id } = await watching(false)
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(1, page(), '/records/101/x')))).toBe('assistance.page-hidden')
  })

  test('use a code twice, an old one, their own, or guess', async () => {
    const { code, nurse } = await joined()
    expect(await outcome(ask(nurse, 'POST', '/join', { code }))).toBe('assistance.code-wrong')
    const old = await asked()
    server.clock.set(new Date(noon.getTime() + 5 * 60_000))
    expect(await outcome(ask(old.nurse, 'POST', '/join', { code: old.code }))).toBe('assistance.code-wrong')
    server.clock.set(noon)
    expect(await outcome(ask(old.person, 'POST', '/join', { code: old.code }))).toBe('assistance.code-wrong')
    const guesser = staffAt(101, 'nurse')
    const wrong = old.code === '000000' ? '111111' : '000000'
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await outcome(ask(guesser, 'POST', '/join', { code: wrong }))).toBe('assistance.code-wrong')
    expect(await outcome(ask(guesser, 'POST', '/join', { code: old.code }))).toBe('assistance.too-many-tries')
  })

  test('of two who enter one code at once, exactly one comes in', async () => {
    const { code } = await asked()
    const both = await Promise.all([1, 2].map(() => outcome(ask(staffAt(101, 'nurse'), 'POST', '/join', { code }))))
    expect(new Set(both)).toEqual(new Set([200, 'assistance.code-wrong']))
  })

  test('ask a second question before the first is answered', async () => {
    const { person, nurse, id } = await watching()
    await ask(person, 'POST', `/sessions/${id}/frames`, frame(1))
    const both = await Promise.all([1, 2].map(() => outcome(ask(nurse, 'POST', `/sessions/${id}/proposals`, press))))
    expect(new Set(both)).toEqual(new Set([201, 'assistance.asked-already']))
  })
})

describe('what is never kept or sent', () => {
  test('numbers, codes and what is written into fields, even when the browser sent them by mistake', async () => {
    const { person, nurse, id } = await watching()
    const nodes = page({ k: 1, p: 0, t: 'p' }, { k: 2, p: 1, t: '#', x: '身份证 990000198005061234，电话 100 0000 0001' }, { k: 3, p: 0, t: 'input', a: { type: 'text', value: '桂花树下的秘密' } }, { k: 4, p: 0, t: 'button', a: { 'aria-label': '验证码 482913' } })
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(1, nodes)))).toBe(204)
    const seen = JSON.stringify((await ask(nurse, 'GET', `/sessions/${id}/frames`)).body) + await stored(id)
    for (const secret of ['990000198005061234', '0000 0001', '桂花树下', '482913']) expect(seen).not.toContain(secret)
    expect(seen).toContain('身份证 ••••')
  })

  test('scripts, addresses and handlers of a forged page', async () => {
    const { person, nurse, id } = await watching()
    const nodes = page({ k: 1, p: 0, t: 'script' }, { k: 2, p: 1, t: '#', x: 'steal()' }, { k: 3, p: 0, t: 'a', a: { href: 'javascript:steal()', onclick: 'steal()', class: 'btn', style: 'background:url(//evil)' } })
    await ask(person, 'POST', `/sessions/${id}/frames`, frame(1, nodes))
    const [{ patches: [patch] }] = (await ask(nurse, 'GET', `/sessions/${id}/frames`)).body.frames
    expect(patch.nodes).toEqual([{ k: 0, p: 0, t: 'div' }, { k: 3, p: 0, t: 'a', a: { class: 'btn' } }])
    expect(await stored(id)).not.toMatch(/steal|evil/)
  })

  test('the code itself, and what a helper wanted to write', async () => {
    const { person, nurse, id, code } = await watching()
    await ask(person, 'POST', `/sessions/${id}/frames`, frame(1))
    await ask(nurse, 'POST', `/sessions/${id}/proposals`, { kind: 'fill', target: 1, label: '搜索', value: '心血管内科' })
    expect((await ask(person, 'GET', `/sessions/${id}`)).body.openProposal.value).toBe('心血管内科')
    const all = await stored(id)
    expect(all).not.toContain('心血管内科')
    expect(all).not.toContain(code)
  })

  test('an older state of the page after a newer one', async () => {
    const { person, id } = await watching()
    expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(2)))).toBe(204)
    for (const sequence of [2, 1]) expect(await outcome(ask(person, 'POST', `/sessions/${id}/frames`, frame(sequence)))).toBe('assistance.frame-old')
  })

  test('anything of the page, once it is over; and asking anew ends what was', async () => {
    const { person, nurse, id } = await watching()
    await ask(person, 'POST', `/sessions/${id}/frames`, frame(1))
    await ask(nurse, 'POST', `/sessions/${id}/proposals`, press)
    await ask(person, 'POST', '/sessions')
    expect((await sql`select 1 from assistance.frame where session_id = ${id}`.execute(owner)).rows).toEqual([])
    expect((await ask(nurse, 'GET', `/sessions/${id}`)).body).toMatchObject({ status: 'ended', endReason: 'replaced' })
    expect((await ask(person, 'GET', '/past')).body[0].proposals[0].outcome).toBe('lapsed')
    expect(await outcome(ask(nurse, 'POST', `/sessions/${id}/end`))).toBe(204)
    expect((await ask(nurse, 'GET', `/sessions/${id}`)).body.endReason).toBe('replaced')
  })
})
