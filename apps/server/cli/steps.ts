/** Tells what is being done and how long it took; a start should never look stuck. */
export interface Steps {
  say(line: string): void
  /** Runs a step and prints it with its time. `progress` replaces the line on a terminal, or adds one every few seconds. */
  run<T>(title: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T>
  readonly elapsedSeconds: () => string
}

const quietMs = 5_000

export function createSteps(out: NodeJS.WriteStream = process.stdout): Steps {
  const began = performance.now()
  const elapsedSeconds = () => ((performance.now() - began) / 1000).toFixed(1)
  // A closed terminal must not end the product.
  out.on('error', () => {})
  const say = (line: string) => void out.write(`${line}\n`)

  async function run<T>(title: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T> {
    const start = performance.now()
    const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
    let shownAt = start
    const progress = (text: string) => {
      if (out.isTTY) return void out.write(`\r\u001B[K  … ${title}: ${text}`)
      if (performance.now() - shownAt < quietMs) return
      shownAt = performance.now()
      say(`  … ${title}: ${text} (${seconds()})`)
    }
    const result = await work(progress)
    say(`${out.isTTY ? '\r\u001B[K' : ''}  ✓ ${title} (${seconds()})`)
    return result
  }
  return { say, run, elapsedSeconds }
}
