import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { balanceOf, postLinked, regionBook, unexplained } from '#engines/ledger/index.ts'
import { type Context } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { sumOf } from './contract.ts'
import { dayAfter } from './cut-off.ts'
import { DayNotOver, EarlierDayFirst, FiguresChanged, LedgerDiffers, NotComputed, NotTheCentre, SecondPersonNeeded } from './errors.ts'
import { totals } from './files/settlement-file.ts'
import { approveDay } from './operations/approve-day.ts'
import { computeDay } from './operations/compute-day.ts'
import { openDays } from './operations/open-days.ts'
import { dayFor, dayRow } from './queries/days.ts'
import { entriesBehind } from './queries/entries-behind.ts'
import { extractOf, fileAgain, sameAsStored } from './queries/files-of.ts'
import { accountantOf, act, contextAt, openBooks, stepsOf, type Act } from './testing/region-books.ts'

// O2: what each hospital owes for a day, from the ledger to the cent.
const { db, owner } = await testDatabase()
const A = 101
const B = 102
const people = Array.from({ length: 8 }, () => newId())
const [first, second] = [accountantOf(0), accountantOf(0)]
await inTransaction(db, contextAt('2026-03-01T00:00:00+08:00'), (tx) => openBooks(tx, contextAt('2026-03-01T00:00:00+08:00'), [A, B], people))

let next = '2026-03-10'
/** A day of its own for each test, in order. */
function aDay(): { day: string; at: (time: string) => string; after: string } {
  const day = next
  next = dayAfter(day)
  return { day, at: (time) => `${day}T${time}+08:00`, after: `${dayAfter(day)}T01:00:00+08:00` }
}

const run = <T>(context: Context, work: (tx: Tx) => Promise<T>) => inTransaction(db, context, work)
const compute = (day: string, after: string) => run(contextAt(after), async (tx) => {
  await openDays(tx, contextAt(after))
  return computeDay(tx, contextAt(after), day)
})
const read = (day: string, context: Context = contextAt('2026-04-01T00:00:00+08:00')) => run(context, (tx) => dayFor(tx, context, day))
const shaOf = (day: string) => run(contextAt('2026-04-01T00:00:00+08:00'), async (tx) => (await fileAgain(tx, await dayRow(tx, day))).sha256)

test('what was topped up at one hospital and spent at another is owed and is owed to, by purpose and to the cent', async () => {
  const { day, at, after } = aDay()
  const [p] = people as [string]
  await act(db, at('09:00:00'), 'top-up', { hospital: B, personId: p, cents: 10_000 })
  await act(db, at('10:00:00'), 'spend', { hospital: A, personId: p, cents: 6_037 })
  await act(db, at('11:00:00'), 'give-back', { hospital: A, personId: p, cents: 37 })
  await act(db, at('12:00:00'), 'withdraw', { hospital: B, personId: p, cents: 1_000 })
  await act(db, at('13:00:00'), 'lend', { hospital: A, personId: p, cents: 5_000 })
  await act(db, at('14:00:00'), 'repay', { hospital: B, personId: p, cents: 2_000 })
  expect(await compute(day, after)).toBe(true)
  const { positions, figures, transferCount, entryCount } = await read(day)
  expect(positions).toMatchObject([{ institutionId: A, netCents: -11_000 }, { institutionId: B, netCents: 11_000 }])
  const of = (institutionId: number) => Object.fromEntries(figures.filter((one) => one.institutionId === institutionId).map((one) => [one.what, one.inCents + one.outCents]))
  expect(of(A)).toEqual({ spent: -6_037, 'given-back': 37, lent: -5_000 })
  expect(of(B)).toEqual({ 'topped-up': 10_000, 'paid-out': -1_000, repaid: 2_000 })
  expect({ transferCount, entryCount }).toEqual({ transferCount: 6, entryCount: 12 })
  expect(totals(figures)).toEqual([0, 0, -3_000, 3_000, 0, 0, 0, 0])
})

test('the file says the same at any later time, whatever happened since, and names nobody', async () => {
  const { day, at, after } = aDay()
  await act(db, at('09:00:00'), 'top-up', { hospital: A, personId: people[1]!, cents: 12_345 })
  await compute(day, after)
  const before = await run(contextAt(after), async (tx) => sameAsStored(tx, await dayRow(tx, day)))
  const late = `${dayAfter(day)}T02:00:00+08:00`
  await act(db, late, 'spend', { hospital: B, personId: people[1]!, cents: 45 })
  await act(db, at('23:00:00'), 'spend', { hospital: B, personId: people[1]!, cents: 300 })
  const again = await run(contextAt(late), async (tx) => sameAsStored(tx, await dayRow(tx, day)))
  expect(again.text).toBe(before.text)
  expect(again.text.split('\n').at(-2)).toBe(`S|${before.sha256}`)
  expect(again.text).not.toContain('\r')
  expect(again.text).toContain(`D|${day}|${dayAfter(day)}T00:00:00+08:00|1|2\n`)
  expect(again.text).not.toContain(people[1])
  const extract = () => run(contextAt(late), (tx) => extractOf(tx, day, A))
  expect(await extract()).toEqual(await extract())
  expect((await extract()).text).toContain('|topped-up|top-up|test/top-up|12345\n')
})

test('what is committed after a day was worked out belongs to the next one, even when it says an earlier hour', async () => {
  const { day, at, after } = aDay()
  const slow = contextAt(at('23:59:59'))
  let letGo!: () => void
  const waits = new Promise<void>((resolve) => (letGo = resolve))
  let posted!: () => void
  const isPosted = new Promise<void>((resolve) => (posted = resolve))
  const id = newId()
  const late = run(slow, async (tx) => {
    await postLinked(tx, slow, stepsOf('top-up', { hospital: A, personId: people[2]!, cents: 700, id }))
    posted()
    await waits
  })
  await isPosted
  // Another person at another hospital: whoever shares a row with the slow one would wait for it.
  const prompt = newId()
  await act(db, at('12:00:00'), 'top-up', { hospital: B, personId: people[3]!, cents: 500, id: prompt })
  await compute(day, after)
  letGo()
  await late
  const following = aDay()
  await compute(following.day, following.after)
  const dayOf = async (transferId: string) => (await sql<{ day: string }>`select day::text from settlement.cleared where transfer_id = ${transferId}`.execute(owner)).rows
  expect(await dayOf(id)).toEqual([{ day: following.day }])
  expect(await dayOf(prompt)).toEqual([{ day }])
  expect((await read(day)).positions.find((one) => one.institutionId === A)?.netCents ?? 0).toBe(0)
  expect((await read(following.day)).positions.find((one) => one.institutionId === A)).toMatchObject({ netCents: 700 })
})

test('traffic while days are worked out: every entry of the region\'s books is in exactly one day', async () => {
  const days = [aDay(), aDay(), aDay()]
  let stop = false
  const traffic = Array.from({ length: 4 }, async (_, n) => {
    for (let i = 0; !stop; i++) await act(db, days[i % 3]!.at('20:00:00'), 'top-up', { hospital: i % 2 ? A : B, personId: people[n]!, cents: 1 + i })
  })
  for (const { day, after } of days) await Promise.all([compute(day, after), compute(day, after).catch(() => false)])
  stop = true
  await Promise.all(traffic)
  const last = aDay()
  await compute(last.day, last.after)
  const { rows } = await sql<{ lost: number; twice: number; entries: number }>`
    select count(*) filter (where c.transfer_id is null)::integer as lost, (count(*) - count(distinct e.transfer_id || '/' || e.line))::integer as twice, count(*)::integer as entries
    from ledger.entry e join ledger.transfer t on t.institution_id = e.institution_id and t.id = e.transfer_id left join settlement.cleared c on c.transfer_id = e.transfer_id
    where e.institution_id = 0 and t.at < ${`${dayAfter(last.day)}T00:00:00+08:00`}`.execute(owner)
  expect(rows[0]).toMatchObject({ lost: 0, twice: 0 })
  expect(rows[0]!.entries).toBeGreaterThan(20)
  for (const hospital of [A, B]) {
    const { closingCents } = (await read(last.day)).positions.find((one) => one.institutionId === hospital)!
    expect(closingCents).toBe((await run(contextAt(last.after), (tx) => balanceOf(tx, regionBook.member(hospital)))).cents)
  }
})

test('of two who work out the same day at once, one does it', async () => {
  const { day, at, after } = aDay()
  await act(db, at('09:00:00'), 'top-up', { hospital: A, personId: people[3]!, cents: 100 })
  await run(contextAt(after), (tx) => openDays(tx, contextAt(after)))
  const did = await Promise.all([1, 2, 3, 4].map(() => run(contextAt(after), (tx) => computeDay(tx, contextAt(after), day))))
  expect(did.filter(Boolean)).toHaveLength(1)
  expect((await read(day)).figures).toHaveLength(2)
})

test('days are worked out in their order, once they are over, by the centre', async () => {
  const [one, two] = [aDay(), aDay()]
  await run(contextAt(two.after), (tx) => openDays(tx, contextAt(two.after)))
  await expect(run(contextAt(two.after), (tx) => computeDay(tx, contextAt(two.after), two.day))).rejects.toBeInstanceOf(EarlierDayFirst)
  await expect(run(contextAt(one.at('23:00:00')), (tx) => computeDay(tx, contextAt(one.at('23:00:00')), one.day))).rejects.toBeInstanceOf(DayNotOver)
  const stranger = accountantOf(A).context(two.after)
  await expect(run(stranger, (tx) => computeDay(tx, stranger, one.day))).rejects.toBeInstanceOf(NotTheCentre)
  await compute(one.day, one.after)
  await compute(two.day, two.after)
})

test('two different people approve what they saw; who approves while it is worked out waits for the figures', async () => {
  const { day, at, after } = aDay()
  await act(db, at('09:00:00'), 'top-up', { hospital: A, personId: people[4]!, cents: 900 })
  await run(contextAt(after), (tx) => openDays(tx, contextAt(after)))
  const approve = (who: ReturnType<typeof accountantOf>, sha256: string) => run(who.context(after), (tx) => approveDay(tx, who.context(after), day, { sha256 }))
  await expect(approve(first, '0'.repeat(64))).rejects.toBeInstanceOf(NotComputed)
  // The figures are there but not committed: the approval waits, and then judges what was committed.
  let computed!: () => void
  const isComputed = new Promise<void>((resolve) => (computed = resolve))
  let commit!: () => void
  const mayCommit = new Promise<void>((resolve) => (commit = resolve))
  const computing = run(contextAt(after), async (tx) => {
    await computeDay(tx, contextAt(after), day)
    computed()
    await mayCommit
  })
  await isComputed
  const early = approve(first, '0'.repeat(64))
  commit()
  await computing
  await expect(early).rejects.toBeInstanceOf(FiguresChanged)
  const sha256 = await shaOf(day)
  const tries = await Promise.allSettled([approve(first, sha256), approve(first, sha256)])
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(tries.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(SecondPersonNeeded)
  expect((await read(day)).status).toBe('computed')
  await approve(second, sha256)
  expect(await read(day)).toMatchObject({ status: 'approved' })
  // Behind the application's back, too.
  await expect(sql`update settlement.day set approved_by = first_approved_by where day = ${day}`.execute(owner)).rejects.toMatchObject({ constraint: 'day_approved_by_two' })
})

test('figures that were worked out cannot be changed, and a ledger that says otherwise stops everything', async () => {
  const { day, at, after } = aDay()
  await act(db, at('09:00:00'), 'top-up', { hospital: A, personId: people[5]!, cents: 900 })
  await compute(day, after)
  await expect(sql`update settlement.day set file_sha256 = 'x' where day = ${day}`.execute(owner)).rejects.toMatchObject({ constraint: 'settlement_only_grows' })
  await expect(run(contextAt(after), (tx) => sql`delete from settlement.cleared where day = ${day}`.execute(tx))).rejects.toMatchObject({ code: '42501' })
  const sha256 = await shaOf(day)
  // A transfer slipped in by hand: the file made from the ledger is another one, and nobody can approve the day.
  const slipped = (await sql<{ id: string }>`select transfer_id as id from settlement.cleared where day < ${day} limit 1`.execute(owner)).rows[0]!.id
  const was = (await sql<{ day: string }>`update settlement.cleared c set day = ${day} from settlement.cleared o where c.transfer_id = ${slipped} and o.transfer_id = c.transfer_id returning o.day::text`.execute(owner)).rows[0]!.day
  await expect(run(first.context(after), (tx) => approveDay(tx, first.context(after), day, { sha256 }))).rejects.toBeInstanceOf(LedgerDiffers)
  await sql`update settlement.cleared set day = ${was} where transfer_id = ${slipped}`.execute(owner)
  await run(first.context(after), (tx) => approveDay(tx, first.context(after), day, { sha256 }))
})

test('a hospital\'s accountant sees its own line and nothing of the others', async () => {
  const { day, at, after } = aDay()
  await act(db, at('09:00:00'), 'top-up', { hospital: A, personId: people[6]!, cents: 900 })
  await act(db, at('10:00:00'), 'spend', { hospital: B, personId: people[6]!, cents: 400 })
  await compute(day, after)
  const own = await read(day, accountantOf(B).context(after))
  expect(own.positions.map((one) => one.institutionId)).toEqual([B])
  expect(new Set(own.figures.map((one) => one.institutionId))).toEqual(new Set([B]))
  expect(own).toMatchObject({ centre: false, fileSha256: null, transferCount: null })
  await expect(run(accountantOf(B).context(after), (tx) => entriesBehind(tx, day, { side: 'hospital', institutionId: A, offset: 0 }))).rejects.toMatchObject({ code: '42501' })
})

test('from a figure to its entries: whatever happened, they add up to it', async () => {
  const acts = ['top-up', 'top-up', 'spend', 'give-back', 'withdraw', 'lend', 'repay'] as const
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ what: fc.constantFrom<Act>(...acts), hospital: fc.constantFrom(A, B), person: fc.nat({ max: 7 }), cents: fc.integer({ min: 1, max: 900 }) }), { minLength: 3, maxLength: 25 }), async (steps) => {
    const { day, at, after } = aDay()
    for (const one of steps) await act(db, at('09:00:00'), one.what, { hospital: one.hospital, personId: people[one.person]!, cents: one.cents }).catch(() => {})
    await compute(day, after)
    const { figures, positions } = await read(day)
    for (const figure of figures) {
      const { count, cents } = await run(contextAt(after), (tx) => entriesBehind(tx, day, { ...figure, offset: 0 }))
      expect({ count, cents }).toEqual({ count: figure.count, cents: figure.inCents + figure.outCents })
    }
    expect(totals(figures).at(-1)).toBe(0)
    for (const position of positions) expect(sumOf(figures, (one) => one.side === 'hospital' && one.institutionId === position.institutionId).cents).toBe(position.netCents)
  }), { numRuns: 8, seed: 4 })
  expect(await run(contextAt('2026-04-01T00:00:00+08:00'), unexplained)).toEqual([])
})
