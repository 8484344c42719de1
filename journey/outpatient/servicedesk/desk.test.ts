import { sql } from 'kysely'
import exceljs from 'exceljs'
import { beforeEach, expect, test } from 'vitest'
import { balanceOf } from '#engines/ledger/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { deskBook } from './books.ts'
import type { Matter } from './contract.ts'
import { module } from './server.ts'
import { aDesk, type ADesk, morning } from './testing/a-desk.ts'

// O7: one desk for whatever somebody asks.
const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
beforeEach(() => server.clock.set(morning))

const asked = { kind: 'advice', topic: 'insurance', words: '异地医保怎么备案？', personId: null, minutes: 2.5, outcome: 'no-answer' } as const
const refs = async (desk: ADesk) => (await desk.get('now')).body.matters.map(({ kind, id }: Matter) => ({ kind, id }))

test('O7 everybody who was at the desk is counted, with a name or without, and a slip is taken back', async () => {
  const desk = await aDesk(server, db, owner)
  const { personId } = await desk.person()
  expect((await desk.post('contacts', { ...asked, personId })).status).toBe(201)
  const { body: slip } = await desk.post('contacts', { ...asked, outcome: 'open' })
  expect((await desk.get('now')).body).toMatchObject({ figures: { contacts: 2, minutes: 5 }, matters: [{ id: slip.id, contactKind: 'advice' }] })
  expect((await desk.post(`contacts/${slip.id}/withdraw`, {}, desk.second)).body.code).toBe('servicedesk.too-late-to-undo')
  expect((await desk.post(`contacts/${slip.id}/withdraw`)).status).toBe(200)
  const { body: now } = await desk.get('now')
  expect([now.figures.contacts, now.matters, now.contacts.length]).toEqual([1, [], 1])
  server.clock.advanceSeconds(180)
  expect((await desk.post(`contacts/${now.contacts[0].id}/withdraw`)).body.code).toBe('servicedesk.too-late-to-undo')
  expect((await desk.get('now?q=备案')).body.contacts).toHaveLength(1)
  expect((await desk.get('now?q=轮椅')).body.contacts).toHaveLength(0)
})

test('a shift hands over only when the next person has acknowledged every open matter, and the cash is counted', async () => {
  const desk = await aDesk(server, db, owner)
  const itemId = await desk.item(10_000)
  await desk.post('loans', { itemId, personId: (await desk.person()).personId, deposit: 'cash' })
  await desk.post('contacts', { ...asked, outcome: 'open' })
  const { body: complaint } = await desk.post('complaints', { personId: null, departmentId: null, urgency: 'usual', words: '等了两个小时' })
  expect((await desk.post('shift/take', { matters: [] }, desk.second)).body.code).toBe('servicedesk.shift-not-offered')
  expect((await desk.post('shift/offer', { note: '', countedCents: 9900 }, desk.second)).body.code).toBe('servicedesk.not-your-shift')
  expect((await desk.post('shift/offer', { note: '二楼轮椅少一台', countedCents: 9900 })).body.shift).toMatchObject({ status: 'offered', countedCents: 9900, expectedCents: 10_000 })
  const seen = await refs(desk)
  expect(seen).toHaveLength(2)
  expect((await desk.post('shift/take', { matters: seen })).body.code).toBe('servicedesk.own-shift')
  const refused = await desk.post('shift/take', { matters: seen.slice(1) }, desk.second)
  expect(refused.body).toMatchObject({ code: 'servicedesk.matters-left', details: { matters: [seen[0]] } })
  expect(await sql`select from servicedesk.taken_over where institution_id = ${desk.at}`.execute(owner)).toMatchObject({ rows: [] })
  const taken = await Promise.all([0, 1].map(() => desk.post('shift/take', { matters: seen }, desk.second)))
  expect(taken.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  const { body: now } = await desk.get('now', desk.second)
  expect([now.shift.mine, now.shift.status, now.matters.length]).toEqual([true, 'open', 2])
  expect((await sql`select from servicedesk.taken_over where institution_id = ${desk.at} and matter_id = ${complaint.id}`.execute(owner)).rows).toHaveLength(1)
  const context = systemContext('test', morning)
  const [cash, difference] = await inTransaction(db, context, (tx) => Promise.all([balanceOf(tx, deskBook.cash(desk.at)), balanceOf(tx, deskBook.difference(desk.at))]))
  expect([cash.cents, difference.cents]).toEqual([9900, 100])
})

test('a matter that comes in while somebody takes over is acknowledged by them or kept out of the old shift, never neither', async () => {
  for (let round = 0; round < 8; round++) {
    const desk = await aDesk(server, db, owner)
    await desk.post('shift/offer', { note: '', countedCents: 0 })
    const [taken, written] = await Promise.all([desk.post('shift/take', { matters: [] }, desk.second), desk.post('contacts', { ...asked, outcome: 'open' })])
    const { rows } = await sql<{ status: string }>`select s.status from servicedesk.contact c join servicedesk.shift s on s.institution_id = c.institution_id and s.id = c.shift_id
      where c.institution_id = ${desk.at}`.execute(owner)
    if (taken.status === 200 && written.status === 201) expect(rows.map((row) => row.status)).toEqual(['open'])
    else expect([taken.body.code, written.status, rows.length]).toEqual(['servicedesk.matters-left', 201, 1])
  }
})

test('of two who begin the first shift at once, one does', async () => {
  const desk = await aDesk(server, db, owner)
  await sql`delete from servicedesk.shift where institution_id = ${desk.at}`.execute(owner)
  expect((await desk.post('contacts', asked)).body.code).toBe('servicedesk.no-shift')
  const answers = await Promise.all([desk.nurse, desk.second].map((as) => server.request('POST', '/api/servicedesk/shifts', { as })))
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect(answers.find((answer) => answer.status === 409)!.body.code).toBe('servicedesk.shift-runs')
})

test('a complaint has a number at once and a time by which it is answered, and the person reads the answer on their phone', async () => {
  const desk = await aDesk(server, db, owner)
  const person = await desk.person()
  const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => desk.post('complaints', { personId: at === 0 ? person.personId : null, departmentId: null, urgency: at === 1 ? 'urgent' : 'usual', words: `等了 ${at} 小时`, wish: '道歉' })))
  expect(new Set(answers.map((answer) => answer.body.number))).toEqual(new Set(['2026-00001', '2026-00002', '2026-00003', '2026-00004', '2026-00005', '2026-00006']))
  const [named, urgent] = answers.map((answer) => answer.body)
  expect([named.answerBy, urgent.answerBy]).toEqual(['2026-03-17T09:00:00.000Z', '2026-03-17T03:00:00.000Z'])
  expect((await desk.post(`complaints/${named.id}/handled`)).body.status).toBe('handled')
  expect((await desk.post(`complaints/${named.id}/answer`, { answer: '对不起，今天少了一位医生，已经补上。' })).body.status).toBe('answered')
  expect((await desk.post(`complaints/${named.id}/answer`, { answer: '再答一次' })).body.code).toBe('servicedesk.complaint-answered')
  const mine = await server.request('GET', `/api/servicedesk/mine?personId=${person.personId}`, { as: person.actor })
  expect(mine.body.complaints).toMatchObject([{ number: named.number, status: 'answered', answer: '对不起，今天少了一位医生，已经补上。' }])
  expect((await desk.get(`complaints?number=${urgent.number}`)).body).toMatchObject([{ id: urgent.id, nameMasked: null }])
  await server.runReactions()
  expect((await sql`select from messaging.message where key = ${`complaint/${named.id}`}`.execute(owner)).rows).toHaveLength(1)
})

test('what people ask is counted by kind, topic, hour and week, and the question without an answer comes first', async () => {
  const desk = await aDesk(server, db, owner)
  const [known] = (await desk.get('answers?q=抽血')).body
  for (const words of ['异地医保怎么备案？', '异地医保怎么备案', '停车多少钱？']) await desk.post('contacts', { ...asked, words })
  await desk.post('contacts', { ...asked, kind: 'guidance', topic: 'way', words: known.question, answerId: known.id, outcome: 'answered' })
  const { body } = await desk.get('figures?from=2026-03-17&to=2026-03-17')
  expect(body).toMatchObject({ contacts: 4, minutes: 10, answeredPercent: 25, byHour: [{ key: '09', contacts: 4 }], byWeek: [{ key: '2026-03-16', contacts: 4 }], unanswered: [{ times: 2, topic: 'insurance' }, { times: 1 }] })
  expect((await desk.get('answers')).body[0]).toMatchObject({ id: known.id, asked: 1, ours: false })
  expect((await desk.get('figures?from=2026-03-18&to=2026-03-18')).body).toMatchObject({ contacts: 0, answeredPercent: null, byKind: [] })
  const file = await fetch(`${server.url}/api/servicedesk/figures.xlsx?from=2026-03-17&to=2026-03-17`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(desk.nurse)), 'accept-language': 'en' } })
  const book = new exceljs.Workbook()
  await book.xlsx.load(await file.arrayBuffer())
  expect(book.worksheets[0]!.getRow(2).getCell(3).value).toBe('Insurance')
})

test('a hospital writes its own answers; another hospital neither finds nor changes them', async () => {
  const desk = await aDesk(server, db, owner)
  const other = await aDesk(server, db, owner)
  const put = { topic: 'rules', question: '几点关门？', answer: '晚上八点。', place: '' }
  const { body: made } = await desk.post('answers', put)
  expect((await desk.get('answers?q=关门')).body).toMatchObject([{ id: made.id, ours: true }])
  expect((await other.get('answers?q=关门')).body).toEqual([])
  expect((await server.request('PUT', `/api/servicedesk/answers/${made.id}`, { as: other.nurse, body: put })).body.code).toBe('servicedesk.answer-not-found')
  await desk.post(`answers/${made.id}/retire`)
  expect((await desk.get('answers?q=关门')).body).toEqual([])
  expect((await desk.get('answers', staffAt(desk.at, 'cashier'))).status).toBe(403)
})

test('a call for help from a machine stands in the list once, until somebody has gone there', async () => {
  const desk = await aDesk(server, db, owner)
  const context = systemContext('test', morning)
  await inTransaction(db, context, (tx) => announce(tx, context, { type: 'kiosk.help-called.v1', institutionId: desk.at, payload: { institutionId: desk.at, machine: 'K-03', where: '门诊一楼' } }))
  await server.runReactions()
  await server.runReactions()
  const { body } = await desk.get('now')
  expect(body.matters).toMatchObject([{ contactKind: 'help', urgent: true, words: 'K-03 · 门诊一楼' }])
  await desk.post(`contacts/${body.matters[0].id}/done`, { outcome: 'answered' })
  expect((await desk.get('now')).body.matters).toEqual([])
})
