import { expect, test } from 'vitest'
import { howOld } from './age.ts'

test('O4 a line that is made anew at once is not talked about; a longer silence is told in seconds', () => {
  expect(howOld(3_000)).toBeNull()
  expect(howOld(40_000)).toEqual({ seconds: 40, quiet: 0 })
})

test('O4 the older what is shown, the quieter it is', () => {
  expect([1, 7, 20].map((minutes) => howOld(minutes * 60_000)?.quiet)).toEqual([1, 2, 3])
})
