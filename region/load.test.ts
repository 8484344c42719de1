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

  it('loads whole, though the first attempt broke off: hospitals, doctors, sessions for four weeks from today, people', async () => {
    let progress = 0
    const breakOff = (text: string): void => {
      if (text.startsWith('sessions') && ++progress === 3) throw new Error('the power went')
    }
    await expect(loadRegion({ url, size: 'small', now, onProgress: breakOff })).rejects.toThrow('the power went')
    const { loaded, rows } = await loadRegion({ url, size: 'small', now })
    expect(loaded).toBe(true)
    expect(rows).toBeGreaterThan(10_000)
    expect(await one('select count(*) from (select institution_id, template_id, day from capacity.session group by 1, 2, 3 having count(*) > 1) twice')).toBe(0)
    expect(await one('select count(*) from directory.institution')).toBe(7)
    expect(await one('select count(*) from directory.practitioner')).toBeGreaterThanOrEqual(50)
    expect(await one('select count(*) from people.person')).toBe(2000)
    expect(await one(`select count(distinct day) from capacity.session`)).toBe(28)
    expect(await one(`select min(day) - date '2026-11-22' from capacity.session`)).toBe(0)
    expect(await one('select count(distinct institution_id) from capacity.session')).toBe(7)
  }, 180_000)

  it('has the demonstration\'s doctors at work at every hour of every day', async () => {
    const { rows } = await sql<{ username: string; hours: number }>`
      select a.username, sum(extract(epoch from s.ends_at - s.starts_at) / 3600)::float8 as hours
      from access.account a join access.staff_role r on r.account_id = a.id join capacity.session s on s.institution_id = r.institution_id and s.resource_id = r.staff_id
      where a.username in ('doctor', 'doctor2') group by 1 order by 1`.execute(owner)
    expect(rows).toEqual([{ username: 'doctor', hours: 28 * 24 }, { username: 'doctor2', hours: 28 * 24 }])
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
