/** Resolves when this process is asked to stop, or when the one that started it is gone. */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
    if (process.send) process.on('disconnect', () => resolve())
  })
}
