import { closingToday, placeOfRoom, walkBetween } from '#journey/throughout/guidance/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Closing, Facts, Thing } from '../solve/facts.ts'

/** From one hospital to another, in the same town. */
const BETWEEN_HOSPITALS = 40

/** Minutes between all places of the day, by the building's plan where there is one, and what is closed on the ways. */
export async function walksOf(tx: Tx, context: Context, things: readonly Thing[]): Promise<Pick<Facts, 'walks' | 'closures' | 'closing'>> {
  const places = [...new Map(things.filter((one) => one.place !== '' && one.institutionId !== null && one.at).map((one) => [one.place, one])).values()]
  const walks: Record<string, number> = {}
  const closed = new Map<string, string>()
  const closing: MutableClosing[] = []
  const later = await laterClosures(tx, context, places)
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
      for (const one of later) {
        if (one.institutionId === from.institutionId) await tryLater(tx, context, one, { from: here, to: there, key: `${from.place}|${to.place}` }, closing)
      }
    }
  }
  return { walks, closures: [...closed].toSorted(([a], [b]) => a.localeCompare(b)).map(([text, textEn]) => ({ text, textEn })), closing }
}

type MutableClosing = Omit<Closing, 'walks'> & { readonly walks: Record<string, number | null> }
type Later = Awaited<ReturnType<typeof closingToday>>[number] & { readonly institutionId: number }
type Place = NonNullable<Awaited<ReturnType<typeof placeOfRoom>>>

async function laterClosures(tx: Tx, context: Context, places: readonly Thing[]): Promise<Later[]> {
  const found: Later[] = []
  for (const institutionId of new Set(places.map((one) => one.institutionId!))) found.push(...(await closingToday(tx, institutionId, context.now)).map((one) => ({ ...one, institutionId })))
  return found
}

/** The same way when it is closed: noted where it is another one then. */
async function tryLater(tx: Tx, context: Context, one: Later, { from, to, key }: { from: Place; to: Place; key: string }, closing: MutableClosing[]): Promise<void> {
  const then = await walkBetween(tx, { ...context, now: one.fromAt }, { institutionId: one.institutionId, from, to, way: 'any' })
  if (then && !then.closuresAvoided.some(({ id }) => id === one.elementId)) return
  const known = closing.find((each) => each.fromAt === one.fromAt.getTime() && each.text === one.name)
  const walks = known?.walks ?? {}
  walks[key] = then ? Math.max(1, Math.round(then.seconds / 60)) : null
  if (!known) closing.push({ text: one.name, textEn: one.nameEn || one.name, fromAt: one.fromAt.getTime(), untilAt: one.untilAt?.getTime() ?? null, walks })
}
