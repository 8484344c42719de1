/**
 * Remembers answers that may be a moment old: under a rush thousands ask the same, and one asks the database for all.
 * A failed answer is not remembered. At most `size` answers are kept.
 */
export function remembered<T>(milliseconds: number, size = 2000): (key: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { until: number; answer: Promise<T> }>()
  return (key, make) => {
    const known = kept.get(key)
    if (known && known.until > performance.now()) return known.answer
    const answer = make()
    kept.delete(key)
    kept.set(key, { until: performance.now() + milliseconds, answer })
    if (kept.size > size) kept.delete(kept.keys().next().value!)
    answer.catch(() => kept.delete(key))
    return answer
  }
}
