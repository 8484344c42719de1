export interface Asked {
  /** Resolves when the operator wants the end; rejects when something we cannot run without is lost. */
  readonly promise: Promise<void>
  readonly lost: (reason: unknown) => void
}

/** Ctrl-C in a terminal arrives several times (from the terminal, npm and our parent): once is enough. */
export function untilAsked(): Asked {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  // The command that started us was killed.
  if (process.send) process.on('disconnect', () => resolve())
  promise.catch(() => {})
  return { promise, lost: reject }
}
