import { describe, expect, test } from 'vitest'
import { useTestKeys } from '#platform/testing/index.ts'
import { keyedHash, seal, signToken, unseal, useKeys, verifyToken } from './index.ts'
import { gm, intl } from './suite.ts'

const now = new Date('2026-11-22T02:00:00Z')

describe.each(['intl', 'gm'] as const)('with the %s suite', (suite) => {
  test('what is sealed can be read back, differs each time, and hides its text', () => {
    useTestKeys(suite)
    const [a, b] = [seal('990101199001010018'), seal('990101199001010018')]
    expect([unseal(a), unseal(b)]).toEqual(['990101199001010018', '990101199001010018'])
    expect(a.equals(b)).toBe(false)
    expect(a.toString('latin1')).not.toContain('990101')
  })

  test('a sealed value that was altered anywhere is refused', () => {
    useTestKeys(suite)
    const sealed = seal('李长庚')
    for (let i = 2; i < sealed.length; i++) {
      const altered = Buffer.from(sealed)
      altered[i]! ^= 1
      expect(() => unseal(altered)).toThrow()
    }
  })

  test('equal texts hash alike, under the key only', () => {
    useTestKeys(suite)
    const hash = keyedHash('A')
    expect(keyedHash('A').equals(hash)).toBe(true)
    useKeys(suite, { current: 'x', masterKeys: new Map([['x', new Uint8Array(32).fill(9)]]) })
    expect(keyedHash('A').equals(hash)).toBe(false)
  })
})

test('after keys or suite change, what was sealed before is still read and found', () => {
  useTestKeys('intl')
  const [sealed, hash] = [seal('phone'), keyedHash('phone')]
  useKeys('intl', { current: 'new', masterKeys: new Map([['test', new Uint8Array(32).fill(7)], ['new', new Uint8Array(32).fill(8)]]) })
  expect(unseal(sealed)).toBe('phone')
  expect(keyedHash('phone').equals(hash)).toBe(true)
  expect(seal('phone')[1]).toBe(1)
  useTestKeys('gm')
  expect(unseal(sealed)).toBe('phone')
})

test('the two suites do not read each other’s raw bytes', () => {
  const key = Buffer.alloc(32, 3)
  expect(() => intl.decrypt(key, gm.encrypt(key, Buffer.from('x')))).toThrow()
  expect(() => gm.decrypt(key, intl.encrypt(key, Buffer.from('a longer text than one block')))).toThrow()
})

test('a token holds until its time, and not if one letter of it changes', () => {
  useTestKeys()
  const token = signToken('person-1', 60, now)
  expect(verifyToken(token, now)).toEqual({ payload: 'person-1' })
  expect(verifyToken(token, new Date(now.getTime() + 61_000))).toEqual({ fault: 'expired' })
  const forged = token.slice(0, -2) + (token.endsWith('A') ? 'B' : 'A') + token.slice(-1)
  expect(verifyToken(forged, now)).toEqual({ fault: 'forged' })
  expect(verifyToken('', now)).toEqual({ fault: 'forged' })
})
