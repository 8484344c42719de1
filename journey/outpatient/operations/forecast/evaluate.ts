import { judge } from './judge.ts'
import { NoData, realTasks } from './real-series.ts'

/** Judges the forecast on real series beside naive baselines. With `--json` prints one object and nothing else. */
function evaluate(args: readonly string[]): void {
  const folder = args.includes('--data') ? args[args.indexOf('--data') + 1] : undefined
  if (folder === undefined || folder.startsWith('--')) throw new NoData('Say where the series are: --data DIR')
  const results = Object.fromEntries(Object.values(realTasks).map((read) => read(folder)).map(({ name, series, plan }) => [name, { series: series.length, ...judge(series, plan) }]))
  if (args.includes('--json')) console.log(JSON.stringify(results))
  else for (const [name, { model, baselines }] of Object.entries(results)) console.log(name, { model, ...baselines })
}

try {
  evaluate(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof NoData)) throw error
  console.error(error.message)
  process.exitCode = 2
}
