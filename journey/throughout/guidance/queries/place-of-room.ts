import type { Tx } from '#platform/database/index.ts'
import type { PlaceRef, RoomWords } from '../contract.ts'

/** The place on the published plan that these words mean; null when no plan has it. */
export async function placeOfRoom(_tx: Tx, _institutionId: number, _words: RoomWords): Promise<PlaceRef | null> {
  return null
}
