import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import type { Bench } from './bench.ts'
import { benches } from './benches.ts'

/** `npm run bench` lists, `npm run bench -- NAME [--json]` runs; with --json the last thing printed is one object. */
const [name, ...flags] = process.argv.slice(2)
const found = benches.find((bench) => bench.name === name)
if (!found) {
  if (name) console.error(`There is no benchmark called ${name}.`)
  console.log(benches.map((bench) => `${bench.name.padEnd(12)} ${bench.summary}`).join('\n'))
  process.exit(name ? 2 : 0)
}
await run(await found.load())

async function run(bench: Bench): Promise<void> {
  const json = flags.includes('--json')
  const result = await bench.run({ say: (line) => console.error(line), flags })
  const report = { name: found!.name, ...result, commit: commit(), machine: machine() }
  if (json) {
    console.log(JSON.stringify(report, null, 1))
  } else {
    for (const [key, value] of Object.entries(result.ratios)) console.log(`${key.padEnd(52)} ${value.toFixed(2)}`)
    for (const [key, value] of Object.entries(result.invariants)) console.log(`${key.padEnd(52)} ${value}`)
    for (const [key, { value, unit }] of Object.entries(result.figures)) console.log(`${key.padEnd(52)} ${value} ${unit}`)
    console.log(`${report.commit} · ${report.machine.cores} × ${report.machine.processor} · ${report.machine.memory_gib} GiB`)
  }
  process.exit(0)
}

function commit(): string {
  try {
    const dirty = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }).trim() === '' ? '' : ' with changes'
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim() + dirty
  } catch {
    return 'unknown'
  }
}

function machine() {
  const processors = cpus()
  return { cores: processors.length, processor: processors[0]?.model ?? 'unknown', memory_gib: Math.round(totalmem() / 2 ** 30), node: process.version }
}
