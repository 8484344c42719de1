import type { BenchEntry } from './bench.ts'

/** Every benchmark by name; each file is loaded only when it runs. */
export const benches: readonly BenchEntry[] = []
