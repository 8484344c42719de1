import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '#platform/testing/index.ts'
import { copyRows, type CopyTarget } from './copy.ts'

describe('copying rows in', async () => {
  const { url } = await testDatabase()
  const target: CopyTarget = {
    table: 'copied',
    columns: {
      number: 'int4', large: 'int8', ratio: 'float8', yes: 'bool', words: 'text', id: 'uuid', bytes: 'bytea', day: 'date', at: 'time', moment: 'timestamptz',
      facts: 'jsonb', list: 'text[]', numbers: 'int4[]',
    },
  }
  const row = [
    -7, 5_000_000_000, 119.62, true, '临溪 "x"\t\n', '0190a0b0-c0d0-7e0f-8123-456789abcdef', Buffer.from([0, 1, 255]), '1950-03-12', '24:00',
    new Date('2026-11-22T09:00:00.123Z'), { 公: 1 }, ['a', '乙'], [1, 8],
  ]

  async function withTable<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' })
    await client.connect()
    try {
      await client.query(`drop table if exists copied; create table copied (number integer check (number < 100), large bigint, ratio float8, yes boolean, words text, id uuid,
        bytes bytea, day date, at time, moment timestamptz, facts jsonb, list text[], numbers integer[])`)
      return await work(client)
    } finally {
      await client.end()
    }
  }

  it('gives back every kind of value as it was, and nothing for nothing', () => withTable(async (client) => {
    expect(await copyRows(client, target, [row, row.map(() => null)])).toBe(2)
    const { rows } = await client.query(`select number, large::text, ratio, yes, words, id, bytes, day::text, at::text, moment, facts, list, numbers from copied order by number`)
    expect(Object.values(rows[0])).toEqual([-7, '5000000000', 119.62, true, row[4], row[5], row[6], '1950-03-12', '24:00:00', row[9], { 公: 1 }, ['a', '乙'], [1, 8]])
    expect(Object.values(rows[1]).every((value) => value === null)).toBe(true)
  }))

  it('takes many rows in blocks', () => withTable(async (client) => {
    const many = Array.from({ length: 20_000 }, (_, i) => [i % 100, ...row.slice(1)])
    expect(await copyRows(client, target, many)).toBe(20_000)
    expect((await client.query('select count(*)::int as n from copied')).rows[0].n).toBe(20_000)
  }))

  it('keeps nothing when one row is refused, and the connection goes on working', () => withTable(async (client) => {
    await expect(copyRows(client, target, [row, [100, ...row.slice(1)]])).rejects.toThrow('violates check constraint')
    expect((await client.query('select count(*)::int as n from copied')).rows[0].n).toBe(0)
  }))

  it('keeps nothing when making the rows fails', () => withTable(async (client) => {
    function* failing(): Generator<readonly unknown[]> {
      yield row
      throw new Error('out of names')
    }
    await expect(copyRows(client, target, failing())).rejects.toThrow('out of names')
    expect((await client.query('select count(*)::int as n from copied')).rows[0].n).toBe(0)
  }))
})
