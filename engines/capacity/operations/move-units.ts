import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'

export interface UnitsToMove {
  readonly institutionId: number
  readonly periodId: number
  /** null: they are added. */
  readonly from: PoolCode | null
  /** null: they are withdrawn. */
  readonly to: PoolCode | null
  readonly units: number
  /** Said in the row of the movement, so that anybody can see why a unit is where it is. */
  readonly reason: string
}

/** Moves as many of these units as are free from one pool to another, with a row that says why. Answers how many they were. */
export async function moveUnits(tx: Tx, context: Context, move: UnitsToMove): Promise<number> {
  const { rows } = await sql<{ moved: number }>`select capacity.move_units(${move.institutionId}, ${move.periodId}, ${move.from}, ${move.to}, ${move.units},
    ${move.reason}, ${actorId(context.actor)}, ${context.now}) as moved`.execute(tx)
  return rows[0]!.moved
}
