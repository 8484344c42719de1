import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readMigrations } from '#platform/database/migrate.ts'

test('docs/scale.md says for every table by what it is distributed', async () => {
  const text = (await readMigrations()).map((migration) => migration.text).join('\n')
  const tables = [...text.matchAll(/^create table (\w+\.\w+)/gm)].map((match) => match[1]!)
  const told = new Set([...readFileSync(new URL('../docs/scale.md', import.meta.url), 'utf8').matchAll(/`(\w+\.\w+)`/g)].map((match) => match[1]!))
  expect(tables.length).toBeGreaterThan(40)
  expect(tables.filter((table) => !told.has(table))).toEqual([])
})
