import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { testDatabase } from './index.ts'

const { db, owner } = await testDatabase()

test('a test file works on its own migrated database, as the role of the application', async () => {
  const { rows } = await sql<{ role: string; database: string }>`select current_user as role, current_database() as database`.execute(db)
  expect(rows[0]?.role).toBe('liuxin_app')
  expect(rows[0]?.database).toMatch(/^test_/)
  const applied = await sql<{ count: number }>`select count(*) from migration.applied`.execute(owner)
  expect(applied.rows[0]?.count).toBeGreaterThan(0)
})
