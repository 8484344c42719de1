import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { systemContext, type InstitutionId } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { everybodyBeforeIsDone, testDatabase } from '#platform/testing/index.ts'
import { audit, sealAudit, verifyAudit } from './index.ts'

const { db, owner, url } = await testDatabase()
const pool = new pg.Pool({ connectionString: url, max: 4 })
afterAll(() => pool.end())
const now = new Date('2026-11-22T02:00:00Z')
const note = (institution: number, subject: string) => {
  const context = systemContext('test', now, institution as InstitutionId)
  return inTransaction(db, context, (tx) => audit(tx, context, { action: 'sample.look', subject }))
}
const reset = () => sql`truncate platform.audit, platform.audit_seal; delete from platform.event_cursor`.execute(owner)

async function sealed() {
  await everybodyBeforeIsDone(pool)
  return sealAudit(pool)
}

async function threeSealedBatches() {
  await reset()
  const checkpoints = []
  for (let batch = 0; batch < 3; batch++) {
    for (let i = 0; i < 4; i++) await note(1 + (i % 2), `thing/${batch}-${i}`)
    checkpoints.push(...(await sealed()))
  }
  return checkpoints
}

test('an untouched audit verifies, each institution in its own chain', async () => {
  const checkpoints = await threeSealedBatches()
  expect(checkpoints.map((c) => [c.institutionId, c.sequence])).toEqual([[1, 1], [2, 1], [1, 2], [2, 2], [1, 3], [2, 3]])
  expect(await verifyAudit(pool, checkpoints)).toEqual([])
})

test.each([
  ['a changed row', sql`update platform.audit set subject = 'thing/other' where subject = 'thing/1-0'`],
  ['a deleted row', sql`delete from platform.audit where subject = 'thing/1-0'`],
  ['a row slipped in behind the sealer', sql`insert into platform.audit (id, xid, institution_id, at, actor_kind, actor_id, action, subject, purpose, request_id)
     overriding system value select 1000000, xid, institution_id, at, actor_kind, actor_id, action, subject, purpose, request_id from platform.audit where subject = 'thing/0-0'`],
  ['a removed seal', sql`delete from platform.audit_seal where institution_id = 1 and sequence = 2`],
])('%s shows', async (_what, tamper) => {
  const checkpoints = await threeSealedBatches()
  await tamper.execute(owner)
  expect(await verifyAudit(pool, checkpoints)).not.toEqual([])
})

test('rows and their last seals cut off together show against the checkpoints kept outside', async () => {
  const checkpoints = await threeSealedBatches()
  await sql`delete from platform.audit where subject like 'thing/2-%'`.execute(owner)
  await sql`delete from platform.audit_seal where sequence = 3`.execute(owner)
  expect(await verifyAudit(pool)).toEqual([])
  expect(await verifyAudit(pool, checkpoints)).toEqual([
    { institutionId: 1, sequence: 3, fault: 'checkpoint-differs' },
    { institutionId: 2, sequence: 3, fault: 'checkpoint-differs' },
  ])
})

test('a row written by a transaction that ends late is sealed later, not lost', async () => {
  await reset()
  const slow = await pool.connect()
  await slow.query('begin')
  await slow.query(`insert into platform.audit (institution_id, at, actor_kind, actor_id, action, subject, purpose, request_id)
    values (1, now(), 'system', 'slow', 'sample.look', 'thing/slow', 'test', 'r')`)
  await note(1, 'thing/quick')
  await sealAudit(pool)
  await slow.query('commit')
  slow.release()
  await sealed()
  const { rows } = await pool.query('select count(*)::int as n from platform.audit a where exists (select from platform.audit_seal s where a.id = any (s.row_ids))')
  expect(rows[0].n).toBe(2)
  expect(await verifyAudit(pool)).toEqual([])
})

test('the application can add audit rows but neither change nor delete them', async () => {
  await expect(sql`update platform.audit set subject = 'x'`.execute(db)).rejects.toThrow(/permission denied/)
  await expect(sql`delete from platform.audit`.execute(db)).rejects.toThrow(/permission denied/)
})
