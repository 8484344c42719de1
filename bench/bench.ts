export interface Figure {
  readonly value: number
  readonly unit: string
}

export interface BenchResult {
  /** Measured against a limit in the same run; the only figures that compare across machines. */
  readonly ratios: Readonly<Record<string, number>>
  /** What must hold whatever the speed: 0 oversold, 0 missed. */
  readonly invariants: Readonly<Record<string, number>>
  readonly figures: Readonly<Record<string, Figure>>
}

export interface BenchContext {
  /** Progress for whoever waits. */
  say(line: string): void
  readonly flags: readonly string[]
}

export interface Bench {
  run(context: BenchContext): Promise<BenchResult>
}

export interface BenchEntry {
  readonly name: string
  readonly summary: string
  load(): Promise<Bench>
}
