import { newDataDir, startProduct } from '../e2e/product.ts'
import type { BenchContext, BenchResult } from './bench.ts'

const FIRST_LIMIT_SECONDS = 60
const LATER_LIMIT_SECONDS = 8

/** From the command to a page that answers: on an empty data directory, and again on the same one. */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  const dataDir = newDataDir()
  say('first start, empty data directory')
  const first = await startProduct({ dataDir })
  await first.stop()
  say('second start')
  const second = await startProduct({ dataDir })
  await second.remove()
  const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10
  return {
    ratios: {
      first_start_vs_limit: first.startMs / 1000 / FIRST_LIMIT_SECONDS,
      later_start_vs_limit: second.startMs / 1000 / LATER_LIMIT_SECONDS,
    },
    invariants: {},
    figures: { first_start: { value: seconds(first.startMs), unit: 's' }, later_start: { value: seconds(second.startMs), unit: 's' } },
  }
}
