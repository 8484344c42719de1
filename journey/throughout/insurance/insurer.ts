import { readFileSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import type { Services } from '#platform/services.ts'
import { Reply } from './protocol/envelope.ts'
import { isSignedBy, privateKeyOf, publicKeyOf } from './protocol/signing.ts'
import { answer } from './simulator/answer.ts'
import { simulatedKeys } from './simulator/keys.ts'

type Inside = Pick<Services, 'config' | 'pool' | 'clock'>

/** The other side: our key for what we say, its key for what it answers, and the way between. */
export interface Insurer {
  readonly area: string
  readonly key: KeyObject
  /** What it answered, or why nothing is known of it. A `silence` says nothing about whether the work was done. */
  exchange(body: string): Promise<Reply | { readonly silence: string }>
}

const PATIENCE_MS = 12_000
let fromFiles: { key: KeyObject; platformKey: KeyObject } | undefined

/** The insurer of this installation: the real one when it is configured, the simulator in a demonstration, otherwise none. */
export async function openInsurer(inside: Inside): Promise<Insurer | undefined> {
  const { config } = inside
  if (config.insurance) {
    const { url, area, privateKeyFile, platformKeyFile } = config.insurance
    fromFiles ??= { key: privateKeyOf(readFileSync(privateKeyFile, 'utf8')), platformKey: publicKeyOf(readFileSync(platformKeyFile, 'utf8')) }
    return overHttp({ url, area, ...fromFiles })
  }
  if (!config.demo) return undefined
  const keys = await simulatedKeys(inside.pool)
  const platformKey = publicKeyOf(keys.insurer.publicKey)
  return {
    area: '990100', key: privateKeyOf(keys.hospital.privateKey),
    exchange: async (body) => read(platformKey, await answer(inside, body)),
  }
}

export function overHttp({ url, area, key, platformKey }: { url: string; area: string; key: KeyObject; platformKey: KeyObject }): Insurer {
  return {
    area, key,
    async exchange(body) {
      try {
        const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json; charset=utf-8' }, signal: AbortSignal.timeout(PATIENCE_MS) })
        return response.ok ? read(platformKey, await response.text()) : { silence: `HTTP ${response.status}` }
      } catch (error) {
        return { silence: error instanceof Error ? error.name : 'unreachable' }
      }
    },
  }
}

/** What is not signed by the insurer was not said by it. */
function read(platformKey: KeyObject, body: string | undefined): Reply | { silence: string } {
  if (body === undefined) return { silence: 'no answer' }
  try {
    if (!isSignedBy(platformKey, body)) return { silence: 'not signed by the insurer' }
    const reply = Reply.safeParse(JSON.parse(body))
    return reply.success ? reply.data : { silence: 'not a reply' }
  } catch {
    return { silence: 'not a reply' }
  }
}
