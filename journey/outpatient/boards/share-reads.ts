/**
 * A hundred screens that ask the same thing in the same moment are answered by one reading. Whoever asks gets a reading
 * that began after they asked: a screen that was told of a call never gets the board from before it.
 */
export function shareReads<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>()
  const next = new Map<string, Promise<T>>()

  function begin(key: string, read: () => Promise<T>): Promise<T> {
    const reading = read().finally(() => {
      if (running.get(key) === reading) running.delete(key)
    })
    running.set(key, reading)
    return reading
  }

  return (key, read) => {
    const now = running.get(key)
    if (!now) return begin(key, read)
    const waiting = next.get(key)
    if (waiting) return waiting
    const after = now.catch(() => undefined).then(() => {
      next.delete(key)
      return begin(key, read)
    })
    next.set(key, after)
    return after
  }
}
