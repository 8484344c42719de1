import { describe, expect, test } from 'vitest'
import { allergyAgainst } from './allergies.ts'

describe('O5: an order that a known allergy speaks against', () => {
  test('is recognised by the name of the drug and by its family', () => {
    expect(allergyAgainst('阿莫西林胶囊 0.25 g', ['青霉素'])).toBe('青霉素')
    expect(allergyAgainst('注射用青霉素钠', ['花生', '青霉素过敏'])).toBe('青霉素过敏')
    expect(allergyAgainst('左氧氟沙星片', ['左氧氟沙星'])).toBe('左氧氟沙星')
  })
  test('is not seen where there is none', () => {
    expect(allergyAgainst('头孢克洛胶囊', ['青霉素'])).toBeUndefined()
    expect(allergyAgainst('氨氯地平片', [])).toBeUndefined()
    expect(allergyAgainst('氨氯地平片', [' 过敏'])).toBeUndefined()
  })
})
