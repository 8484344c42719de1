import { placeOfRoom, walkBetween } from '#journey/throughout/guidance/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Way } from '../contract.ts'
import { atDesk } from '../policy.ts'

export type Going = 'any' | 'lift' | 'barrier-free'

/** The way from the main entrance to what somebody looks for, to be said, printed or opened on their phone. Answered plainly when no plan has it. */
export async function wayTo(tx: Tx, context: Context, words: string, going: Going, language: 'zh-CN' | 'en'): Promise<Way> {
  const { institutionId } = atDesk(context)
  const place = await placeOfRoom(tx, institutionId, { name: words })
  if (!place) return { found: false, place: words, metres: null, minutes: null, steps: [], href: null }
  const walk = await walkBetween(tx, context, { institutionId, from: null, to: place, way: going })
  const name = language === 'en' ? place.nameEn || place.name : place.name
  const query = new URLSearchParams({ to: `${place.campusId}.${place.unitId}` })
  return {
    found: true, place: [name, place.building, place.floor].filter(Boolean).join(' · '), metres: walk ? Math.round(walk.metres) : null, minutes: walk ? Math.max(1, Math.round(walk.seconds / 60)) : null,
    steps: walk ? walk.turns.map((turn) => (language === 'en' ? turn.textEn : turn.text)) : [], href: `/guide/${institutionId}?${query.toString()}`,
  }
}
