import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { accountId, balanceAt, closeDays, openAccounts, postTransfer, statement, unexplained, type StatementLine } from './index.ts'

// Statements of any past moment (O1): days are closed, and a closed day never changes.
const { db, owner } = await testDatabase()
const day = (n: number, time = '12:00:00') => new Date(`2026-03-${String(n).padStart(2, '0')}T${time}+08:00`)
const on = (moment: Date) => systemContext('test', moment)
const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(db, on(day(1)), work)
let institutions = 0

async function aPurse() {
  const institutionId = ++institutions
  const purse = { institutionId, kind: 'purse' }
  const income = { institutionId, kind: 'income' }
  await run((tx) => openAccounts(tx, on(day(1)), [purse, { ...income, busy: true }]))
  const post = (moment: Date, cents: number) => run((tx) => postTransfer(tx, on(moment), {
    institutionId, id: newId(), kind: 'test', reference: 'test', lines: [{ accountId: accountId(purse), cents }, { accountId: accountId(income), cents: -cents }],
  }))
  return { institutionId, purse, income, post }
}
const closings = (institutionId: number) => db.transaction().execute(async (tx) => {
  await sql`select platform.enter('system', null, '{}')`.execute(tx)
  return (await sql<{ day: string; cents: number }>`select day, c.balance_cents as cents from ledger.closing c join ledger.account a using (institution_id)
    where c.account_id = a.id and a.kind = 'purse' and c.institution_id = ${institutionId} order by day`.execute(tx)).rows
})

test('a balance at any moment is the same before the days are closed and after', async () => {
  const { institutionId, purse, income, post } = await aPurse()
  for (const [n, cents] of [[1, 300], [1, 50], [2, -100], [5, 700], [9, -20]] as const) await post(day(n), cents)
  const moments = Array.from({ length: 12 }, (_, i) => [day(i + 1, '00:00:00'), day(i + 1, '12:00:00'), day(i + 1, '12:00:01')]).flat()
  const balances = () => run((tx) => Promise.all(moments.flatMap((moment) => [balanceAt(tx, purse, moment), balanceAt(tx, income, moment)])))
  const before = await balances()
  expect(before.slice(0, 6)).toEqual([0, 0, 0, 0, 350, -350])
  await closeDays(db, on(day(6)))
  expect(await closings(institutionId)).toEqual([{ day: '2026-03-01', cents: 350 }, { day: '2026-03-02', cents: 250 }, { day: '2026-03-05', cents: 950 }])
  expect(await balances()).toEqual(before)
  await closeDays(db, on(day(20)))
  expect(await closeDays(db, on(day(20)))).toBe(0)
  expect(await balances()).toEqual(before)
  expect(await run(unexplained)).toEqual([])
})

test('what comes after its day was closed is booked into the open day, and the statement of the past stays as it was', async () => {
  const { purse, post } = await aPurse()
  await post(day(21), 500)
  await closeDays(db, on(day(23)))
  const past = () => run((tx) => statement(tx, purse, { from: day(21, '00:00:00'), until: day(23, '00:00:00') }))
  const before = await past()
  await post(day(22), 40)
  expect(await past()).toEqual(before)
  const today = await run((tx) => statement(tx, purse, { from: day(23, '00:00:00'), until: day(24, '00:00:00') }))
  expect([today.openingCents, today.lines.map((line) => line.cents), today.closingCents]).toEqual([500, [40], 540])
  expect(today.lines[0]?.at).toEqual(day(23, '00:00:00'))
  await closeDays(db, on(day(25)))
  expect(await run(unexplained)).toEqual([])
})

test('a day is not added up while somebody may still be writing into it', async () => {
  const { institutionId, purse, post } = await aPurse()
  let done: Promise<number> | undefined
  await inTransaction(db, on(day(25)), async (tx) => {
    await postTransfer(tx, on(day(25)), { institutionId, id: newId(), kind: 'test', reference: 'test',
      lines: [{ accountId: accountId(purse), cents: 100 }, { accountId: accountId({ institutionId, kind: 'income' }), cents: -100 }] })
    done = closeDays(db, on(day(27)))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await closings(institutionId)).toEqual([])
  })
  await done
  expect(await closings(institutionId)).toEqual([{ day: '2026-03-25', cents: 100 }])
  await post(day(27), 1)
  expect(await run(unexplained)).toEqual([])
})

test('days that have not been are open again when the clock is set back', async () => {
  const { institutionId, purse, post } = await aPurse()
  await post(day(28), 10)
  await closeDays(db, on(day(31)))
  await closeDays(db, on(day(28, '13:00:00')))
  await post(day(28, '14:00:00'), 5)
  expect(await closings(institutionId)).toEqual([])
  await closeDays(db, on(day(31)))
  expect(await closings(institutionId)).toEqual([{ day: '2026-03-28', cents: 15 }])
  expect(await run((tx) => balanceAt(tx, purse, day(28, '13:30:00')))).toBe(10)
  expect(await run(unexplained)).toEqual([])
})

test('page after page, a long statement shows every line once and the balance after it', async () => {
  const { purse, post } = await aPurse()
  const moment = day(31, '23:00:00')
  for (let i = 1; i <= 12; i++) await post(new Date(moment.getTime() + Math.floor(i / 5)), i)
  const period = { from: day(31), until: new Date(moment.getTime() + 60_000) }
  const whole = await run((tx) => statement(tx, purse, period))
  const paged: StatementLine[] = []
  for (;;) {
    const last = paged.at(-1)
    const page = await run((tx) => statement(tx, purse, { ...period, most: 5, ...(last ? { after: last } : {}) }))
    expect([page.openingCents, page.closingCents]).toEqual([0, 78])
    if (page.lines.length === 0) break
    paged.push(...page.lines)
  }
  expect(paged).toEqual(whole.lines)
  expect(paged).toHaveLength(12)
  expect(paged.at(-1)?.balanceCents).toBe(78)
})

test('the proof finds a closing that was falsified', async () => {
  const { institutionId, post } = await aPurse()
  await post(new Date('2026-04-02T12:00:00+08:00'), 10)
  await closeDays(db, on(new Date('2026-04-05T12:00:00+08:00')))
  await sql`update ledger.closing set balance_cents = balance_cents + 1 where institution_id = ${institutionId}`.execute(owner)
  expect((await run(unexplained)).map((one) => one.what)).toEqual(['closing', 'closing'])
  await sql`delete from ledger.closing where institution_id = ${institutionId}`.execute(owner)
  expect((await run(unexplained)).map((one) => one.what)).toEqual(['closing', 'closing'])
})

test('no role may change or remove an entry, a transfer or a held line', async () => {
  const { rows } = await sql<{ role: string; name: string; may: string }>`
    select r.rolname as role, t.name, p.may from pg_roles r, unnest(array['entry', 'transfer', 'hold_line']) t(name), unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p(may)
    where not r.rolsuper and has_table_privilege(r.oid, 'ledger.' || t.name, p.may)
      and r.oid <> (select c.relowner from pg_class c where c.oid = ('ledger.' || t.name)::regclass)`.execute(owner)
  // A predefined role of PostgreSQL may write every table of a database; nobody is a member of it.
  expect(rows.filter((row) => row.role !== 'pg_write_all_data')).toEqual([])
  const members = await sql`select from pg_auth_members where roleid = 'pg_write_all_data'::regrole`.execute(owner)
  expect(members.rows).toEqual([])
  const columns = await sql`select from information_schema.column_privileges where table_schema = 'ledger' and table_name in ('entry', 'transfer', 'hold_line')
    and privilege_type = 'UPDATE' and grantee <> (select tableowner from pg_tables where schemaname = 'ledger' and tablename = 'entry')`.execute(owner)
  expect(columns.rows).toEqual([])
})
