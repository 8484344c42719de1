import { placeOfRoom, walkBetween } from '#journey/throughout/guidance/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Facts, Thing } from '../solve/facts.ts'

/** From one hospital to another, in the same town. */
const BETWEEN_HOSPITALS = 40

/** Minutes between all places of the day, by the building's plan where there is one, and what is closed on the ways. */
export async function walksOf(tx: Tx, context: Context, things: readonly Thing[]): Promise<Pick<Facts, 'walks' | 'closures'>> {
  const places = [...new Map(things.filter((one) => one.place !== '' && one.institutionId !== null && one.at).map((one) => [one.place, one])).values()]
  const walks: Record<string, number> = {}
  const closed = new Map<string, string>()
  const found = await Promise.all(places.map((one) => placeOfRoom(tx, one.institutionId!, { ...one.at!, name: one.by })))
  for (let a = 0; a < places.length; a++) {
    for (let b = a + 1; b < places.length; b++) {
      const [from, to] = [places[a]!, places[b]!]
      if (from.institutionId !== to.institutionId) {
        walks[`${from.place}|${to.place}`] = BETWEEN_HOSPITALS
        continue
      }
      const [here, there] = [found[a], found[b]]
      if (!here || !there) continue
      const way = await walkBetween(tx, context, { institutionId: from.institutionId!, from: here, to: there, way: 'any' })
      if (!way) continue
      walks[`${from.place}|${to.place}`] = Math.max(1, Math.round(way.seconds / 60))
      for (const { name, nameEn } of way.closuresAvoided) closed.set(name, nameEn || name)
    }
  }
  return { walks, closures: [...closed].toSorted(([a], [b]) => a.localeCompare(b)).map(([text, textEn]) => ({ text, textEn })) }
}
