import { board } from '#engines/queue/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { BoardPage } from '../contract.ts'

/** What hangs on the wall of a waiting zone, for everybody: numbers and masked names, no department. */
export async function boardPage(tx: Tx, context: Context, institutionId: number, zoneId: string): Promise<BoardPage> {
  const shown = await board(tx, context, institutionId, zoneId)
  const institution = await institutionById(tx, institutionId)
  return { ...shown, institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '' }
}
