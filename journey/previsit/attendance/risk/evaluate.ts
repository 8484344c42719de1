import { dataFolder, examplesIn, NoData } from './folder.ts'
import { judge } from './judge.ts'
import { shippedModel } from './model.ts'
import { probability, scoreOf } from './trees.ts'

/** Judges the shipped model on a folder of visits. With `--json` prints one object and nothing else. */
function evaluate(args: readonly string[]): void {
  const examples = examplesIn(dataFolder(args))
  const model = shippedModel()
  const result = judge(examples.map(({ facts }) => probability(scoreOf(model, facts))), examples.map(({ missed }) => missed))
  if (args.includes('--json')) console.log(JSON.stringify(result))
  else console.log(`${examples.length} visits: ${Object.entries(result).map(([name, value]) => `${name} ${value}`).join(', ')}`)
}

try {
  evaluate(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof NoData)) throw error
  console.error(error.message)
  process.exitCode = 2
}
