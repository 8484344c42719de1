export interface Ranked<T> {
  readonly thing: T
  readonly score: number
  /** Decides between equals, so that the same question always has the same answer. */
  readonly order: number
}

/** The best few and how many there were, without sorting the rest. */
export function best<T>(candidates: readonly Ranked<T>[], limit: number): { top: T[]; total: number } {
  const top: Ranked<T>[] = []
  for (const candidate of candidates) {
    const worst = top.at(-1)
    if (top.length === limit && worst && !isBetter(candidate, worst)) continue
    let at = top.length
    while (at > 0 && isBetter(candidate, top[at - 1]!)) at--
    top.splice(at, 0, candidate)
    if (top.length > limit) top.pop()
  }
  return { top: top.map((each) => each.thing), total: candidates.length }
}

function isBetter<T>(a: Ranked<T>, b: Ranked<T>): boolean {
  return a.score !== b.score ? a.score > b.score : a.order < b.order
}
