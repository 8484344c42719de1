import { describe, expect, test } from 'vitest'
import { checkCharacter, checkDocument, normalNumber } from './check-document.ts'
import type { DocumentKind } from './kinds.ts'

const today = '2026-03-19'
const withCheck = (first17: string) => first17 + checkCharacter(first17)
const faultOf = (kind: DocumentKind, number: string) => {
  const checked = checkDocument(kind, number, today)
  return 'fault' in checked ? checked.fault : 'fine'
}

describe('a resident identity number (P1, GB 11643)', () => {
  test('tells sex and birth date, and is marked when it belongs to nobody', () => {
    expect(checkDocument('resident-id', '11010519491231002X', today)).toEqual({ number: '11010519491231002X', birthDate: '1949-12-31', sex: 'female', testArea: false })
    expect(checkDocument('resident-id', withCheck('99000019900307123'), today)).toMatchObject({ sex: 'male', testArea: true })
  })

  test('is read as people type it: spaces, dashes, small x, full-width digits', () => {
    expect(normalNumber(' 110105 19491231 002x ')).toBe('11010519491231002X')
    expect(faultOf('resident-id', '１１０１０５-19491231-002x')).toBe('fine')
  })

  test('is refused with the reason, one for each way to be wrong', () => {
    expect(faultOf('resident-id', '1101051949123100')).toBe('length')
    expect(faultOf('resident-id', '1101051949123100AX')).toBe('shape')
    expect(faultOf('resident-id', withCheck('17010519491231002'))).toBe('region')
    expect(faultOf('resident-id', withCheck('11010519490231002'))).toBe('date')
    expect(faultOf('resident-id', withCheck('11010517491231002'))).toBe('date')
    expect(faultOf('resident-id', withCheck('11010520270101002'))).toBe('future')
    expect(faultOf('resident-id', '110105194912310021')).toBe('check-digit')
  })

  test('29 February exists in leap years only', () => {
    expect(faultOf('resident-id', withCheck('11010520000229002'))).toBe('fine')
    expect(faultOf('resident-id', withCheck('11010519000229002'))).toBe('date')
  })

  test('every single wrong digit and every swap of neighbours is noticed', () => {
    const number = withCheck('11010519491231002')
    for (let i = 0; i < 17; i++) {
      const wrong = number.slice(0, i) + String((Number(number[i]) + 1) % 10) + number.slice(i + 1)
      expect(faultOf('resident-id', wrong)).not.toBe('fine')
      const swapped = number.slice(0, i) + number.slice(i + 1, i + 2) + number[i] + number.slice(i + 2)
      if (swapped !== number) expect(faultOf('resident-id', swapped)).not.toBe('fine')
    }
  })
})

describe('the other documents (P1)', () => {
  test('residence permits of Hong Kong, Macao and Taiwan people begin with 81, 82 or 83 and carry a check digit', () => {
    expect(checkDocument('hmt-residence-permit', withCheck('83000019900101001'), today)).toMatchObject({ birthDate: '1990-01-01', sex: 'male' })
    expect(faultOf('hmt-residence-permit', withCheck('11010519900101001'))).toBe('region')
    expect(faultOf('hmt-residence-permit', '830000199001010011')).toBe('check-digit')
  })

  test('permanent residence permits of foreigners: 18 characters since 2023, 15 before', () => {
    expect(checkDocument('foreign-residence-permit', withCheck('93184019850712003'), today)).toMatchObject({ birthDate: '1985-07-12' })
    expect(faultOf('foreign-residence-permit', 'USA310085071201')).toBe('fine')
    expect(faultOf('foreign-residence-permit', 'USA310085133201')).toBe('date')
    expect(faultOf('foreign-residence-permit', withCheck('83184019850712003'))).toBe('shape')
  })

  test('travel permits and passports have their shapes', () => {
    expect(faultOf('hk-macao-permit', 'H12345678')).toBe('fine')
    expect(faultOf('hk-macao-permit', 'M1234567801')).toBe('fine')
    expect(faultOf('hk-macao-permit', 'K12345678')).toBe('shape')
    expect(faultOf('taiwan-permit', '12345678')).toBe('fine')
    expect(faultOf('taiwan-permit', '1234567890(B)')).toBe('fine')
    expect(faultOf('taiwan-permit', '1234567')).toBe('shape')
    expect(faultOf('passport', 'E12345678')).toBe('fine')
    expect(faultOf('passport', 'ABCDEFG')).toBe('shape')
    expect(faultOf('birth-certificate', 'T110123456')).toBe('fine')
    expect(faultOf('insurance-code', '31010000000000000001')).toBe('fine')
    expect(faultOf('health-card', '短')).toBe('shape')
  })
})
