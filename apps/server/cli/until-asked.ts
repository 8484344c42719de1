export interface Asked {
  /** Resolves when the operator wants the end; rejects when something we cannot run without is lost. */
  readonly promise: Promise<void>
  readonly already: () => boolean
  readonly lost: (reason: unknown) => void
}

/** Ctrl-C in a terminal arrives several times (from the terminal, npm and our parent): once is enough. */
export function untilAsked(): Asked {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let already = false
  const ask = () => {
    already = true
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  // The command that started us was killed.
  if (process.send) process.on('disconnect', ask)
  // Whatever goes wrong unseen still ends in order; while ending, a connection that breaks is no news.
  process.on('uncaughtException', reject)
  promise.catch(() => {})
  return { promise, already: () => already, lost: reject }
}
