import type { UnitKind } from '../../contract.ts'

/** A few looks for many kinds: where one walks, what one uses, where one is going, and what is not for visitors. */
export type Look = 'walk' | 'ride' | 'facility' | 'place' | 'room' | 'shut'

const looks: Readonly<Partial<Record<UnitKind, Look>>> = {
  corridor: 'walk', hall: 'walk', waiting: 'walk', bridge: 'walk', outdoor: 'walk', entrance: 'walk', ramp: 'ride', lift: 'ride', stairs: 'ride', escalator: 'ride',
  toilet: 'facility', 'toilet-barrier-free': 'facility', 'mother-baby': 'facility', water: 'facility', wheelchair: 'facility', desk: 'facility', machine: 'facility', food: 'facility', shop: 'facility',
  counter: 'place', pharmacy: 'place', laboratory: 'place', examination: 'place', closed: 'shut',
}
export const lookOf = (kind: UnitKind): Look => looks[kind] ?? 'room'

/** For the drawing in three dimensions, which cannot read the style sheet's names. The same values. */
export const colours: Readonly<Record<Look | 'floor' | 'route' | 'goal' | 'start' | 'closed', string>> = {
  walk: '#ffffff', ride: '#b3d9cd', facility: '#c9dbf2', place: '#fbe3c4', room: '#e4e1d5', shut: '#c9c6bb', floor: '#f2f0e8', route: '#d9731a', goal: '#0b5049', start: '#1c4a86', closed: '#efb3ad',
}
