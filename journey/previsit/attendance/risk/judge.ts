export interface Judgement {
  readonly auc: number
  readonly brier: number
  readonly precision_at_top_10_percent: number
}

/** How well likelihoods told who would not come. Ties count half, so that an order without meaning gives 0.5. */
export function judge(likely: readonly number[], missed: readonly boolean[]): Judgement {
  const order = likely.map((_, i) => i).sort((a, b) => likely[a]! - likely[b]!)
  const top = order.slice(order.length - Math.max(1, Math.round(order.length / 10)))
  return {
    auc: rounded(areaUnderCurve(order, likely, missed)),
    brier: rounded(likely.reduce((sum, one, i) => sum + (one - Number(missed[i])) ** 2, 0) / likely.length),
    precision_at_top_10_percent: rounded(top.filter((i) => missed[i]).length / top.length),
  }
}

function areaUnderCurve(order: readonly number[], likely: readonly number[], missed: readonly boolean[]): number {
  let ranks = 0
  let positives = 0
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && likely[order[to]!] === likely[order[from]!]) to++
    for (const i of order.slice(from, to)) {
      if (!missed[i]) continue
      positives++
      ranks += (from + to + 1) / 2
    }
    from = to
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (order.length - positives))
}

function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5
}
