import { expect, test } from 'vitest'
import { unseal } from '#platform/crypto/index.ts'
import { useTestKeys } from '#platform/testing/index.ts'
import { documentColumns, documentHash, maskName, maskNumber, maskPhone, nameColumns, nameHash } from './person-columns.ts'

useTestKeys()

test('a name on a board can be recognised by its bearer and by few others', () => {
  expect(maskName('李庚')).toBe('李*')
  expect(maskName('李长庚')).toBe('李*庚')
  expect(maskName('欧阳明月')).toBe('欧**月')
  expect(maskName('Jane Smith')).toBe('J*** S***')
  expect(maskName('阿卜杜拉·买买提')).toBe('阿******提')
})

test('numbers and phones show their ends only', () => {
  expect(maskNumber('11010519491231002X')).toBe('110***********002X')
  expect(maskNumber('E12345678')).toBe('E******78')
  expect(maskPhone('13812345678')).toBe('138****5678')
})

test('what is stored can be opened with the key, and found without opening it, however it was typed', () => {
  const columns = nameColumns('单立人')
  expect(unseal(columns.name_sealed)).toBe('单立人')
  expect(columns.name_pinyin_initials).toBe('slr')
  expect(nameHash(' 单立人 ').equals(columns.name_hash)).toBe(true)
  expect(documentColumns('resident-id', '11010519491231002x').number_hash.equals(documentHash('resident-id', '110105 19491231 002X'))).toBe(true)
  expect(documentHash('health-card', '12345678').equals(documentHash('insurance-code', '12345678'))).toBe(false)
})
