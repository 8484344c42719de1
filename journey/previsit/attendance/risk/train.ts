import { writeFileSync } from 'node:fs'
import { type Example, fit } from './fit.ts'
import { dataFolder, drawerOf, examplesIn, NoData } from './folder.ts'
import { judge, type Judgement } from './judge.ts'
import { contributionsOf, LOOKED_AT, type Model, probability, scoreOf, type Tree } from './trees.ts'

const FOLDS = 5
/** To see what each fact does on average, so many visits are enough. */
const LOOKED_THROUGH = 5000

/** Learns from all visits of a folder and writes `model.json`; says first how well the same does on people it did not learn from. */
function train(args: readonly string[]): void {
  const folder = dataFolder(args)
  const examples = examplesIn(folder)
  const { onTheEve: crossValidated, whenBooked } = crossValidate(examples, examplesIn(folder, 'when-booked'))
  console.log(`${examples.length} visits; judged on people not learned from (${FOLDS} parts)`)
  console.log(`  asked on the eve:  ${JSON.stringify(crossValidated)}\n  asked when booked: ${JSON.stringify(whenBooked)}`)
  const model = short(fit(examples))
  console.log('How far each fact moves the log-odds, on average:')
  for (const [fact, by] of weights(model, examples)) console.log(`  ${fact.padEnd(14)} ${by.toFixed(3)}`)
  const file = new URL('./model.json', import.meta.url)
  const share = Math.round((examples.filter(({ missed }) => missed).length / examples.length) * 1000) / 1000
  writeFileSync(file, `${JSON.stringify({ visits: examples.length, share, crossValidated, whenBooked, lookedAt: LOOKED_AT, ...model })}\n`)
  console.log(`written: ${file.pathname}`)
}

/** Every person is judged by a model that never saw any visit of theirs; the second list holds the same visits as they were seen earlier. */
export function crossValidate(examples: readonly Example[], earlier: readonly Example[]): { onTheEve: Judgement; whenBooked: Judgement } {
  const part = examples.map(({ group }) => drawerOf(`part of ${group}`) % FOLDS)
  const [likely, likelyEarlier] = [examples.map(() => 0), examples.map(() => 0)]
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = short(fit(examples.filter((_, i) => part[i] !== fold)))
    for (const i of examples.keys()) {
      if (part[i] !== fold) continue
      likely[i] = probability(scoreOf(model, examples[i]!.facts))
      likelyEarlier[i] = probability(scoreOf(model, earlier[i]!.facts))
    }
  }
  const missed = examples.map((example) => example.missed)
  return { onTheEve: judge(likely, missed), whenBooked: judge(likelyEarlier, missed) }
}

function weights(model: Model, examples: readonly Example[]): [string, number][] {
  const every = Math.max(1, Math.floor(examples.length / LOOKED_THROUGH))
  const looked = examples.filter((_, i) => i % every === 0).map(({ facts }) => contributionsOf(model, facts))
  return LOOKED_AT.map((fact): [string, number] => [fact, looked.reduce((sum, moved) => sum + Math.abs(moved.get(fact)!), 0) / looked.length]).sort((a, b) => b[1] - a[1])
}

/** Four digits are enough: more would only look exact. */
function short({ base, trees, places }: Model): Model {
  const four = (number: number) => Math.round(number * 1e4) / 1e4
  const tree = (one: Tree): Tree => (typeof one === 'number' ? four(one) : [one[0], four(one[1]), one[2], tree(one[3]), tree(one[4])])
  return { base: four(base), trees: trees.map(tree), places: places.map(four) }
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
