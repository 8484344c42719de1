import { expect, test } from 'vitest'
import { shareReads } from './share-reads.ts'

test('whoever asks gets a reading that began after they asked, however many ask', async () => {
  const share = shareReads<number>()
  let begun = 0
  const read = async () => {
    const mine = ++begun
    await new Promise((resolve) => setTimeout(resolve, 20))
    return mine
  }
  const first = share('a', read)
  const others = Array.from({ length: 50 }, () => share('a', read))
  expect(await first).toBe(1)
  expect(new Set(await Promise.all(others))).toEqual(new Set([2]))
  expect(await share('a', read)).toBe(3)
})

test('a reading that failed fails for those who shared it, and the next is tried anew', async () => {
  const share = shareReads<number>()
  await expect(share('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await share('a', () => Promise.resolve(1))).toBe(1)
})
