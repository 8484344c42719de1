import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { tables } from './tables.ts'

const Shipped = z.object({
  visits: z.number(),
  /** How many of them were missed. */
  share: z.number(),
  crossValidated: z.object({ auc: z.number(), brier: z.number(), precision_at_top_10_percent: z.number() }),
  base: z.number(),
  tables: z.array(z.array(z.number())),
})
export type ShippedModel = z.infer<typeof Shipped>

let read: ShippedModel | undefined

/** The model as it is shipped. Tables and numbers that do not belong together are found here, not in somebody's risk. */
export function shippedModel(): ShippedModel {
  if (read) return read
  const model = Shipped.parse(JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8')))
  const fits = model.tables.length === tables.length && tables.every((table, at) => model.tables[at]!.length === table.size)
  if (!fits) throw new Error('model.json was made for other tables: run npm run noshow:train')
  return (read = model)
}
