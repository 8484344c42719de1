import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import { unseal } from '#platform/crypto/index.ts'
import { loadRegion } from './load.ts'

describe('the sample region', async () => {
  const { url, owner } = await testDatabase()
  useTestKeys()
  const now = new Date('2026-11-22T09:00:00+08:00')

  const one = async (query: string): Promise<number> => {
    const { rows } = await sql.raw<{ n: number }>(`select (${query})::float8 as n`).execute(owner)
    return rows[0]!.n
  }

  it('loads whole: hospitals, doctors, sessions for four weeks from today, people', async () => {
    const { loaded, rows, seconds } = await loadRegion({ url, size: 'small', now })
    expect(loaded).toBe(true)
    expect(rows).toBeGreaterThan(10_000)
    expect(seconds).toBeLessThan(60)
    expect(await one('select count(*) from directory.institution')).toBe(7)
    expect(await one('select count(*) from directory.practitioner')).toBeGreaterThanOrEqual(50)
    expect(await one('select count(*) from people.person')).toBe(2000)
    expect(await one(`select count(distinct day) from capacity.session`)).toBe(28)
    expect(await one(`select min(day) - date '2026-11-22' from capacity.session`)).toBe(0)
  })

  it('is left alone when it is complete', async () => {
    expect(await loadRegion({ url, size: 'small', now })).toMatchObject({ loaded: false })
  })

  it('refuses to become a region of another size', async () => {
    await expect(loadRegion({ url, size: 'city', now })).rejects.toThrow('holds the sample region "small"')
  })

  it('keeps names, phones and documents encrypted', async () => {
    const { rows } = await sql<{ name_sealed: Buffer; name_masked: string }>`select name_sealed, name_masked from people.person order by person_id limit 1`.execute(owner)
    expect(unseal(rows[0]!.name_sealed)).toBe('王桂兰')
    expect(rows[0]!.name_masked).toBe('王*兰')
  })
})
