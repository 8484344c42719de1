import { handOver } from './hand-over.mjs'

await handOver('apps/server/cli/start.ts', process.argv.slice(2))
