import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { LOOKED_AT, type Tree } from './trees.ts'

/** The number of the shipped model: raised whenever its scores and those of the one before must not be mixed. */
export const MODEL = 2

const Judged = z.object({ auc: z.number(), brier: z.number(), precision_at_top_10_percent: z.number() })
const TreeOf: z.ZodType<Tree> = z.lazy(() => z.union([z.number(), z.tuple([z.int().min(0).max(LOOKED_AT.length - 1), z.number(), z.number().min(0).max(1000), TreeOf, TreeOf])]))

const Shipped = z.object({
  visits: z.number(),
  /** How many of them were missed. */
  share: z.number(),
  /** On people not learned from, asked on the eve of the visit. */
  crossValidated: Judged,
  /** The same model asked when the visit was booked. */
  whenBooked: Judged,
  /** What it was made for, so that numbers and facts that do not belong together are found here, not in somebody's risk. */
  lookedAt: z.array(z.string()).refine((names) => names.join() === LOOKED_AT.join(), 'model.json was made for other facts: run npm run noshow:train'),
  base: z.number(),
  places: z.array(z.number()),
  trees: z.array(TreeOf),
})
export type ShippedModel = z.infer<typeof Shipped>

let read: ShippedModel | undefined

/** The model as it is shipped. */
export function shippedModel(): ShippedModel {
  return (read ??= Shipped.parse(JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8'))))
}
