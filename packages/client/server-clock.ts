/** The server's time as this page knows it: a reading, when it was taken by the page's own steady counter, and how fast it runs. */
export interface Reading {
  readonly serverMs: number
  readonly takenAt: number
  /** Seconds of the server's time per real second; 1 except in a demonstration that hurries. */
  readonly rate: number
}

/** Where the server's clock stands now. Steady: a browser whose own clock is set meanwhile changes nothing. */
export function serverTime({ serverMs, takenAt, rate }: Reading, counter: number): number {
  return serverMs + (counter - takenAt) * rate
}

/** The answer was made somewhere between asking and hearing: the middle is wrong by half the way there and back at most. */
export function readingOf(answer: { readonly now: string; readonly rate: number }, askedAt: number, heardAt: number): Reading {
  return { serverMs: Date.parse(answer.now), takenAt: (askedAt + heardAt) / 2, rate: answer.rate }
}
