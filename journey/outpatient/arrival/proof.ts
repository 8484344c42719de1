import { campusByCheckInCode, campusesOf, institutionById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Proof } from './contract.ts'
import { metresBetween } from './distance.ts'
import { CodeUnknown, LocationTooVague, NotForTheirPlace, TooFar, WrongPlace } from './errors.ts'
import { locationRule } from './rules.ts'

/** Accepts that the patient is at this institution, or says why it cannot be. */
export async function judgeProof(tx: Tx, context: Context, institutionId: number, proof: Proof): Promise<void> {
  switch (proof.by) {
    case 'campus-code':
      return judgeCode(tx, institutionId, proof.code)
    case 'location':
      return judgeLocation(tx, context, institutionId, proof)
    case 'desk':
    case 'kiosk':
      if (context.institutionId !== institutionId) throw new NotForTheirPlace()
  }
}

/** The code hangs on the wall, so it is the whole address of a link or only its last part, in any case. */
async function judgeCode(tx: Tx, institutionId: number, shown: string): Promise<void> {
  const code = /([A-Za-z0-9-]+)\s*$/.exec(shown)?.[1] ?? ''
  const campus = (await campusByCheckInCode(tx, code)) ?? (await campusByCheckInCode(tx, code.toUpperCase()))
  if (!campus) throw new CodeUnknown()
  if (campus.institutionId === institutionId) return
  const [here, booked] = await Promise.all([institutionById(tx, campus.institutionId), institutionById(tx, institutionId)])
  throw new WrongPlace({ here: here?.name ?? '', hereEn: here?.nameEn ?? '', booked: booked?.name ?? '', bookedEn: booked?.nameEn ?? '' })
}

async function judgeLocation(
  tx: Tx,
  context: Context,
  institutionId: number,
  at: { readonly latitude: number; readonly longitude: number; readonly accuracyMetres: number },
): Promise<void> {
  const rule = await locationRule(tx, institutionId, context.now)
  if (at.accuracyMetres > rule.worstAccuracyMetres) throw new LocationTooVague()
  const campuses = await campusesOf(tx, institutionId)
  const metres = Math.min(...campuses.map((campus) => metresBetween(at, campus)))
  if (metres > rule.metres) throw new TooFar({ metres, kilometres: (metres / 1000).toFixed(1), within: rule.metres })
}
