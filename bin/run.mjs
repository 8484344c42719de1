import { handOver } from './hand-over.mjs'

const [entry, ...args] = process.argv.slice(2)
if (!entry) {
  console.error('Usage: node bin/run.mjs FILE.ts [ARGUMENTS]')
  process.exit(2)
}
await handOver(entry, args)
