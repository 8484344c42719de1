import { handOver } from './hand-over.mjs'

await handOver('platform/testing/run-all.ts', process.argv.slice(2))
