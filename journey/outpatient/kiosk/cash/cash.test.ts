import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { balanceOf, regionBook } from '#engines/ledger/index.ts'
import type { Bill } from '#journey/throughout/billing/contract.ts'
import { boxesBetween } from '#journey/throughout/billing/index.ts'
import { module as billing } from '#journey/throughout/billing/server.ts'
import { aBill, booksFaults, morning, type ABill } from '#journey/throughout/billing/testing/a-bill.ts'
import { behave } from '#journey/throughout/billing/testing/channel-side.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { CashNow, KioskBoxes, PrintJob } from '../contract.ts'
import { module } from '../server.ts'
import { aNoteMachine } from '../testing/a-note-machine.ts'
import { atThisMachine } from '../testing/at-this-machine.ts'
import { endSilentIntakes } from './end-silent.ts'

// O1, O3: cash at a machine. What lies in the box is what the books say, whatever breaks.
const { db, owner, url } = await testDatabase()
const server = await testServer([billing, module], { url }, { now: morning })
const { clock, services } = server
await behave(services.pool, { address: server.url }, 'wechatpay')
let serial = 1_000_000

async function aPlace({ due = 0, counts = true, name = '大厅 1 号机', of }: { due?: number; counts?: boolean; name?: string; of?: ABill } = {}) {
  const bill = of ?? (await aBill(db, owner))
  if (due > 0) await bill.charge(due)
  const at = atThisMachine(bill.institutionId, name, clock.now())
  let session = await at.sessionOf(db, bill.person.personId)
  const ask = <T>(method: string, path: string, body?: object) => server.request<T>(method, `/api/kiosk/${path}`, { headers: { ...at.headers, 'x-kiosk-session': session }, ...(body ? { body } : {}) })
  const notes = aNoteMachine(ask, { counts, serial: ++serial })
  await notes.tell()
  const start = (body: object = { expectedCents: 0 }) => ask<CashNow>('POST', 'cash', body)
  const account = async (kind: 'box' | 'wallet') => inTransaction(db, systemContext('test', clock.now()), async (tx) =>
    (kind === 'box' ? (await balanceOf(tx, { institutionId: bill.institutionId, kind: 'cash-box', ownerRef: name })).cents : -(await balanceOf(tx, regionBook.wallet(bill.person.personId))).cents))
  const again = async () => void (session = await at.sessionOf(db, bill.person.personId))
  return { bill, at, ask, notes, start, again, name, box: () => account('box'), wallet: () => account('wallet') }
}

/** In the box is what the books have in it, and all of that is somebody's: their bill's or their balance's. */
async function isSound({ notes, box, wallet, bill }: Awaited<ReturnType<typeof aPlace>>): Promise<void> {
  const { paidCents } = await bill.read()
  expect({ box: await box(), credited: (await wallet()) + paidCents }).toEqual({ box: notes.inBox(), credited: notes.inBox() })
  expect(await booksFaults(db)).toEqual([])
}

const nobodyFor = async (seconds: number) => {
  clock.advanceSeconds(seconds)
  await endSilentIntakes(db, clock.now())
}

describe('notes into the machine', () => {
  test('150 yuan in notes are in the balance, on a slip that counts them, and nothing is said of it to the next one', async () => {
    const place = await aPlace()
    const { body: cash } = await place.start()
    for (const cents of [10_000, 2000, 2000, 1000]) expect(await place.notes.put(cash.id, cents)).toMatchObject({ answer: 'stack' })
    expect((await place.notes.tell(cash.id)).body.cash).toMatchObject({ inCents: 15_000, notes: [{ cents: 10_000, count: 1 }, { cents: 2000, count: 2 }, { cents: 1000, count: 1 }], isMoving: false })
    const ended = await Promise.all([place.notes.finish(cash.id), place.notes.finish(cash.id)])
    expect(ended.map(({ body }) => body)).toMatchObject([{ state: 'finished', putAsideCents: 15_000, paidCents: 0 }, { putAsideCents: 15_000 }])
    await isSound(place)
    const slip = await place.ask<PrintJob>('POST', 'print-jobs', { kind: 'cash', visitId: cash.id })
    expect([slip.status, slip.body.title]).toEqual([201, '现金凭条 ¥150.00'])
    const other = await aPlace({ of: await aBill(db, owner, { at: place.bill.institutionId }) })
    expect((await other.ask('POST', 'print-jobs', { kind: 'cash', visitId: cash.id })).status).toBe(404)
    expect((await other.notes.tell()).body.cash).toBeNull()
  })

  test('a bill is paid by notes; more than is due goes into the balance only after the person said so, or is given back', async () => {
    const place = await aPlace({ due: 12_000 })
    const { body: cash } = await place.start({ billId: place.bill.billId, expectedCents: 12_000 })
    await place.notes.put(cash.id, 10_000)
    expect(await place.notes.put(cash.id, 5000)).toEqual({ answer: 'ask', reason: '', surplusCents: 3000 })
    await place.notes.route('return')
    expect(place.notes.inBox()).toBe(10_000)
    await place.notes.tell(cash.id)
    expect(await place.notes.put(cash.id, 5000, { agreed: true })).toMatchObject({ answer: 'stack' })
    expect(await place.notes.put(cash.id, 500, { agreed: true })).toMatchObject({ answer: 'return', reason: 'enough' })
    expect((await place.notes.finish(cash.id)).body).toMatchObject({ paidCents: 12_000, putAsideCents: 3000 })
    expect((await place.bill.read()) satisfies Bill).toMatchObject({ status: 'paid', receipts: [{ amountCents: 12_000 }] })
    await isSound(place)
  })

  test('whoever leaves before it is enough, or whose bill changes meanwhile, has all of it in their balance', async () => {
    const left = await aPlace({ due: 12_000 })
    const { body: cash } = await left.start({ billId: left.bill.billId, expectedCents: 12_000 })
    await left.notes.put(cash.id, 10_000)
    await nobodyFor(60)
    expect((await left.notes.tell(cash.id)).body.cash).toMatchObject({ state: 'open' })
    await nobodyFor(91)
    expect((await left.notes.tell(cash.id)).body.cash).toMatchObject({ state: 'finished', paidCents: 0, putAsideCents: 10_000 })
    await isSound(left)
    const changed = await aPlace({ due: 1000 })
    const { body: second } = await changed.start({ billId: changed.bill.billId, expectedCents: 1000 })
    await changed.notes.put(second.id, 1000)
    await changed.bill.charge(700)
    expect((await changed.notes.finish(second.id)).body).toMatchObject({ paidCents: 0, putAsideCents: 1000 })
    await isSound(changed)
  })

  test('a note is refused, and given back, when the box is full, it is too much, the balance has no room, the machine is out of service, or they have gone', async () => {
    const place = await aPlace()
    const { body: cash } = await place.start()
    await sql`update kiosk.acceptor set notes_in_box = 500 where institution_id = ${place.bill.institutionId}`.execute(owner)
    expect(await place.notes.put(cash.id, 1000)).toMatchObject({ answer: 'return', reason: 'box-full' })
    await sql`update kiosk.acceptor set notes_in_box = 0 where institution_id = ${place.bill.institutionId}`.execute(owner)
    await sql`update kiosk.machine set in_service = false where institution_id = ${place.bill.institutionId}`.execute(owner)
    expect(await place.notes.put(cash.id, 1000)).toMatchObject({ answer: 'return', reason: 'closed' })
    expect((await place.start()).status).toBe(409)
    await sql`update kiosk.machine set in_service = true where institution_id = ${place.bill.institutionId}`.execute(owner)
    await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified)
      values ('kiosk.cash', ${place.bill.institutionId}, '2020-01-01', '{"mostCents": 10000, "boxNotes": 500, "patienceSeconds": 90}', 'cents', 'test', true)`.execute(owner)
    await place.notes.put(cash.id, 10_000)
    expect(await place.notes.put(cash.id, 500)).toMatchObject({ answer: 'return', reason: 'too-much' })
    await place.notes.finish(cash.id)
    expect(await place.notes.put(cash.id, 500)).toMatchObject({ answer: 'return', reason: 'over' })
    // The window fills the balance up to 40 yuan short of what it may hold.
    const cashier = staffAt(place.bill.institutionId, 'cashier')
    const window = (path: string, body: object) => server.request('POST', `/api/billing/window/${path}`, { as: cashier, body })
    await window('shifts', { counter: '3 号窗口', openingFloatCents: 0 })
    for (const cents of [200_000, 200_000, 86_000]) expect((await window('top-ups', { personId: place.bill.person.personId, cents, receivedCents: cents })).status).toBe(201)
    const { body: more } = await place.start()
    await place.notes.put(more.id, 2000)
    expect(await place.notes.put(more.id, 5000)).toMatchObject({ answer: 'return', reason: 'no-room' })
    expect(await place.notes.put(more.id, 2000)).toMatchObject({ answer: 'stack' })
    await place.notes.finish(more.id)
    expect([place.notes.inBox(), await place.wallet()]).toEqual([14_000, 500_000])
    expect(await booksFaults(db)).toEqual([])
    clock.advanceSeconds(40)
    expect((await place.start()).body).toMatchObject({ code: 'kiosk.session-over' })
  })

  test('an open payment by phone, a bill of somebody else, and another machine’s notes are refused', async () => {
    const place = await aPlace({ due: 1000 })
    const started = await place.ask<{ id: string }>('POST', 'payments', { billId: place.bill.billId, channel: 'wechatpay', expectedCents: 1000 })
    expect((await place.start({ billId: place.bill.billId, expectedCents: 1000 })).body).toMatchObject({ code: 'billing.payment-under-way' })
    await place.ask('POST', `payments/${started.body.id}/order`)
    await place.ask('POST', `payments/${started.body.id}/close`)
    expect((await place.start({ billId: place.bill.billId, expectedCents: 999 })).body).toMatchObject({ code: 'billing.amount-changed' })
    const other = await aPlace({ of: await aBill(db, owner, { at: place.bill.institutionId }), name: '大厅 2 号机' })
    expect((await other.start({ billId: place.bill.billId, expectedCents: 1000 })).status).toBe(404)
    const { body: cash } = await place.start()
    expect((await other.notes.finish(cash.id)).status).toBe(404)
    expect((await other.notes.tell(cash.id)).status).toBe(404)
  })

  test('the same reading ten times at once, and the same note offered twice at once, book one note', async () => {
    const place = await aPlace()
    const { body: cash } = await place.start()
    await place.notes.letIn()
    await place.notes.insert(5000)
    await place.notes.tell(cash.id)
    expect(await Promise.all([place.notes.offer(cash.id), place.notes.offer(cash.id)])).toMatchObject([{ answer: 'stack' }, { answer: 'stack' }])
    await place.notes.route('stack')
    await place.notes.looked()
    const reading = place.notes.reading()
    await Promise.all(Array.from({ length: 10 }, () => place.ask('POST', 'cash/readings', { reading })))
    expect(await place.box()).toBe(5000)
    await Promise.all([place.notes.finish(cash.id), nobodyFor(200), place.notes.finish(cash.id)])
    await isSound(place)
  })

  test.each([true, false])('a reading that comes late, after newer ones, changes nothing (the acceptor counts: %s)', async (counts) => {
    const place = await aPlace({ counts })
    const { body: cash } = await place.start()
    await place.notes.put(cash.id, 2000)
    const late = place.notes.reading()
    await place.notes.put(cash.id, 5000)
    for (let i = 0; i < 2; i++) await place.ask('POST', 'cash/readings', { reading: late })
    await place.notes.tell(cash.id)
    await place.notes.put(cash.id, 1000)
    await place.notes.finish(cash.id)
    expect(await place.box()).toBe(8000)
    await isSound(place)
  })

  test('two people one after the other: whoever begins ends the one before, each has what is theirs', async () => {
    const first = await aPlace()
    const second = await aPlace({ of: await aBill(db, owner, { at: first.bill.institutionId }) })
    const { body: mine } = await first.start()
    await first.notes.put(mine.id, 2000)
    const [a, b] = await Promise.all([second.start(), second.start()])
    expect([a.status, b.status].toSorted((x, y) => x - y)[0]).toBe(201)
    expect(await first.wallet()).toBe(2000)
    expect((await sql`select from billing.cash_intake where institution_id = ${first.bill.institutionId} and state = 'open'`.execute(owner)).rows).toHaveLength(1)
    await isSound(first)
  })
})

describe('whatever breaks', () => {
  const STEPS = ['start', 'in', 'told', 'offered', 'routed', 'told-again', 'finished'] as const

  test.each([true, false])('cut after any step, all of it or the page alone, the box holds what is credited (the acceptor counts: %s)', async (counts) => {
    for (const power of [true, false]) {
      for (const cut of STEPS) {
        const place = await aPlace({ counts })
        const { body: cash } = await place.start()
        await place.notes.put(cash.id, 2000)
        const steps: Record<(typeof STEPS)[number], () => Promise<unknown>> = {
          start: () => place.notes.letIn(), in: () => place.notes.insert(10_000), told: () => place.notes.tell(cash.id), offered: () => place.notes.offer(cash.id),
          routed: () => place.notes.route('stack'), 'told-again': () => place.notes.tell(cash.id), finished: () => place.notes.finish(cash.id),
        }
        for (const step of STEPS) {
          await steps[step]()
          if (step === cut) break
        }
        if (power) place.notes.powerCut()
        else place.notes.later(60_000)
        await nobodyFor(200)
        await place.notes.tell()
        await place.notes.tell()
        if (!counts && power && cut === 'routed') {
          // It forgot whether it had stacked it: the box tells, when it is counted.
          expect([await place.box(), place.notes.inBox()]).toEqual([2000, 12_000])
          expect((await sql`select from kiosk.note where institution_id = ${place.bill.institutionId} and state = 'doubt'`.execute(owner)).rows).toHaveLength(1)
        } else await isSound(place)
        expect((await sql`select from kiosk.note where institution_id = ${place.bill.institutionId} and state = 'intended'`.execute(owner)).rows).toEqual([])
      }
    }
  })

  test('any row of notes, cuts, repeats, early ends and wraps of the counter: in the box is what people have', async () => {
    const act = fc.constantFrom('note-5', 'note-100', 'let-in', 'tell', 'tell-old', 'offer', 'stack', 'return', 'power', 'finish', 'start', 'silence', 'wait', 'put-20', 'put-50')
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), fc.constantFrom(0, 250), async (acts, before) => {
      const place = await aPlace()
      for (let i = 0; i < before; i++) await place.notes.insert(500)
      await place.notes.tell()
      let id = (await place.start()).body.id
      let old = place.notes.reading()
      for (const what of acts) {
        switch (what) {
          case 'note-5': await place.notes.insert(500); break
          case 'note-100': await place.notes.insert(10_000); break
          case 'put-20': await place.notes.put(id, 2000); break
          case 'put-50': await place.notes.put(id, 5000); break
          case 'let-in': await place.notes.letIn(); break
          case 'tell': old = place.notes.reading(); await place.notes.tell(id); break
          case 'tell-old': await place.ask('POST', 'cash/readings', { reading: old }); break
          // What the page does: only what the server said may be taken is taken.
          case 'offer': case 'stack': { const said = await place.notes.offer(id); if (what === 'stack' && said?.answer === 'stack') await place.notes.route('stack'); break }
          case 'return': await place.notes.route('return'); break
          case 'power': place.notes.powerCut(); break
          case 'finish': await place.notes.finish(id); break
          case 'start': await place.again(); id = (await place.start()).body.id ?? id; break
          case 'silence': await nobodyFor(100); await place.again(); break
          case 'wait': place.notes.later(40_000); break
        }
      }
      await place.notes.tell()
      await nobodyFor(200)
      await isSound(place)
      expect((await sql`select from kiosk.note where institution_id = ${place.bill.institutionId} and intake_id is null`.execute(owner)).rows).toEqual([])
    }), { numRuns: 25 })
  }, 120_000)
})

describe('the box', () => {
  test('taken out once, counted blind, the difference booked and told; what comes meanwhile lies in the next one', async () => {
    const place = await aPlace()
    const cashier = staffAt(place.bill.institutionId, 'cashier')
    const boxes = async () => (await server.request<KioskBoxes>('GET', '/api/kiosk/boxes', { as: cashier })).body
    const out = () => server.request<{ id: string; expectedCents: number | null }>('POST', `/api/kiosk/machines/${encodeURIComponent(place.name)}/box/out`, { as: cashier })
    const { body: cash } = await place.start()
    await place.notes.put(cash.id, 10_000)
    await place.notes.put(cash.id, 5000)
    const both = await Promise.all([out(), out()])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const { id, expectedCents } = both.find(({ status }) => status === 201)!.body
    expect(expectedCents).toBeNull()
    expect((await boxes()).machines).toMatchObject([{ machine: place.name, notes: 0, isOut: true }])
    await place.notes.put(cash.id, 2000)
    expect(await place.box()).toBe(2000)
    const count = (counted: object) => server.request('POST', `/api/kiosk/boxes/${id}/count`, { as: cashier, body: { counted, note: '' } })
    expect((await count({ 10_000: 1 })).body).toMatchObject({ expectedCents: 15_000, countedCents: 10_000, differenceCents: -5000 })
    expect((await count({ 10_000: 1, 5000: 1 })).body).toMatchObject({ code: 'billing.box-not-out' })
    expect((await boxes()).counts).toMatchObject([{ id, differenceCents: -5000 }])
    expect((await server.request('GET', '/api/kiosk/boxes', { as: staffAt(place.bill.institutionId, 'nurse') })).status).toBe(403)
    expect((await server.request('POST', `/api/kiosk/machines/${encodeURIComponent('没有')}/box/out`, { as: cashier })).status).toBe(404)
    // What the day's close shows beside the tills.
    const day = { institutionId: place.bill.institutionId, from: new Date(clock.now().getTime() - 3_600_000), until: new Date(clock.now().getTime() + 1000) }
    await place.notes.finish(cash.id)
    expect(await inTransaction(db, systemContext('test', clock.now()), (tx) => boxesBetween(tx, day))).toMatchObject([{ machine: place.name, takenCents: 17_000, counts: [{ differenceCents: -5000 }] }])
    const held = async (kind: string) => (await inTransaction(db, systemContext('test', clock.now()), (tx) => balanceOf(tx, { institutionId: place.bill.institutionId, kind }))).cents
    expect([await held('safe'), await held('cash-difference')]).toEqual([10_000, 5000])
    expect(await booksFaults(db)).toEqual([])
  })
})
