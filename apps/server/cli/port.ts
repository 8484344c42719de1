import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '#platform/config/index.ts'
import { CannotStart, systemCode } from '#platform/database/embedded/index.ts'

/**
 * Finds out now, not after a minute of preparation, whether the port can be had.
 * `patienceMs`: a server that was left alone may need this long to finish what it was answering.
 */
export async function demandFreePort({ port, host }: Pick<Config, 'port' | 'host'>, patienceMs: number): Promise<void> {
  const giveUp = performance.now() + patienceMs
  let refusal = await tryPort(port, host)
  while (refusal === 'EADDRINUSE' && performance.now() < giveUp) {
    await pause(100)
    refusal = await tryPort(port, host)
  }
  if (refusal === undefined) return
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is already used by another program.`,
    EACCES: `Port ${port} needs more rights than this user has.`,
    EADDRNOTAVAIL: `This machine has no address ${host} (HOST).`,
    ENOTFOUND: `This machine has no address ${host} (HOST).`,
  }
  throw new CannotStart(`${reasons[refusal] ?? `Port ${port} cannot be opened (${refusal}).`} Choose another with PORT, for example: PORT=${port === 65_535 ? 8080 : port + 1} npm start`)
}

function tryPort(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(systemCode(error)))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)))
  })
}
