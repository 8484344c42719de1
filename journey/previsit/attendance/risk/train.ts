import { writeFileSync } from 'node:fs'
import { binned, type Example, fit, type Model, probability, scoreOf } from './fit.ts'
import { dataFolder, drawerOf, examplesIn, NoData } from './folder.ts'
import { judge, type Judgement } from './judge.ts'

const FOLDS = 5

/** Learns from all visits of a folder and writes `model.json`; says first how well the same does on people it did not learn from. */
function train(args: readonly string[]): void {
  const examples = examplesIn(dataFolder(args))
  const crossValidated = crossValidate(examples)
  console.log(`${examples.length} visits; judged on people not learned from (${FOLDS} parts): ${JSON.stringify(crossValidated)}`)
  const model = fit(examples)
  const file = new URL('./model.json', import.meta.url)
  writeFileSync(file, `${JSON.stringify({ visits: examples.length, share: Math.round(shareMissed(examples) * 1000) / 1000, crossValidated, ...short(model) })}\n`)
  console.log(`written: ${file.pathname}`)
}

function shareMissed(examples: readonly Example[]): number {
  return examples.filter(({ missed }) => missed).length / examples.length
}

/** Every person is judged by a model that never saw any visit of theirs. */
export function crossValidate(examples: readonly Example[]): Judgement {
  const part = examples.map(({ group }) => drawerOf(`part of ${group}`) % FOLDS)
  const bins = binned(examples)
  const likely = examples.map(() => 0)
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = fit(examples.filter((_, i) => part[i] !== fold), bins.map((mine) => mine.filter((_, i) => part[i] !== fold)))
    for (const [i, { facts }] of examples.entries()) if (part[i] === fold) likely[i] = probability(scoreOf(model, facts))
  }
  return judge(likely, examples.map(({ missed }) => missed))
}

/** Three digits are enough: more would only look exact. */
function short(model: Model): Model {
  const three = (number: number) => Math.round(number * 1000) / 1000
  return { base: three(model.base), tables: model.tables.map((table) => table.map(three)) }
}

if (import.meta.main) {
  try {
    train(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof NoData)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}
