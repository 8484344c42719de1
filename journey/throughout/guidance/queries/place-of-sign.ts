import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PlaceRef } from '../contract.ts'
import { SignUnknown } from '../errors.ts'
import { readSignCode } from '../plan/sign-code.ts'
import { placeRef } from './place-of-room.ts'
import { readyPlans } from './ready-plan.ts'

/** Where the sign with this code hangs. Throws `SignUnknown` for one of nowhere here, or mistyped. */
export async function placeOfSign(tx: Tx, institutionId: number, text: string): Promise<PlaceRef> {
  const code = readSignCode(text)
  const { rows } = await sql<{ campusId: number; unitId: string }>`
    select campus_id as "campusId", unit_id as "unitId" from guidance.sign where institution_id = ${institutionId} and code = ${code ?? ''}`.execute(tx)
  const sign = rows[0]
  const plan = sign && (await readyPlans(tx, institutionId)).find((each) => each.campusId === sign.campusId)
  const place = sign && plan && placeRef(institutionId, plan, sign.unitId)
  if (!place) throw new SignUnknown({ institutionId })
  return place
}
