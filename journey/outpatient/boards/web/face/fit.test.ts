import fc from 'fast-check'
import { expect, test } from 'vitest'
import { typeSizes } from '../../contract.ts'
import { fitBoard } from './fit.ts'

const plain = { rooms: 4, columns: 0, typeSize: 'normal', messages: 0 } as const

test('O4 a hall’s screen shows a call and three more rooms, whatever its resolution', () => {
  for (const [width, height] of [[1280, 720], [1920, 1080], [3840, 2160]] as const) {
    expect(fitBoard({ width, height }, plain)).toMatchObject({ width: 1920, columns: 1, shape: 'band', perPage: { calm: 4, calling: 3 }, scale: width / 1920 })
  }
})

test('O4 with more rooms two stand side by side; an upright screen and a tablet stack them', () => {
  expect(fitBoard({ width: 1920, height: 1080 }, { ...plain, rooms: 9 })).toMatchObject({ columns: 2, shape: 'card' })
  expect(fitBoard({ width: 1080, height: 1920 }, plain)).toMatchObject({ columns: 1, shape: 'card', perPage: { calm: 5 } })
  expect(fitBoard({ width: 820, height: 1180 }, plain)).toMatchObject({ width: 1080, shape: 'card' })
})

test('O4 on any screen, with any layout: the drawing covers the screen exactly, and at least one room is on a page', () => {
  const anyScreen = fc.record({ width: fc.integer({ min: 320, max: 8000 }), height: fc.integer({ min: 320, max: 8000 }) })
  const anyWish = fc.record({ rooms: fc.integer({ min: 0, max: 60 }), columns: fc.integer({ min: 0, max: 3 }), typeSize: fc.constantFrom(...typeSizes), messages: fc.integer({ min: 0, max: 2 }) })
  fc.assert(fc.property(anyScreen, anyWish, (screen, wish) => {
    const fit = fitBoard(screen, wish)
    expect(fit.width * fit.scale).toBeCloseTo(screen.width, 3)
    expect(fit.height * fit.scale).toBeCloseTo(screen.height, 3)
    expect(fit.perPage.calm).toBeGreaterThanOrEqual(1)
    expect(fit.perPage.calling).toBeGreaterThanOrEqual(0)
  }), { numRuns: 200 })
})
