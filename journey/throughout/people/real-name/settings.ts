import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Config } from '#platform/config/index.ts'
import { type AskRealName, noRealName, realNameClient } from './ask-real-name.ts'

export const simulatorPath = '/simulator/real-name'
/** Published: it protects nothing but the demonstration's own simulator. */
export const simulatorKey = { keyId: 'demo', key: 'a-key-everybody-may-know' } as const

const KeyFile = z.object({ keyId: z.string().min(1), key: z.string().min(16) })

/** The register of names this deployment is connected to; in a demonstration the simulator of this very server. */
export function realNameFor(config: Config, ownUrl: () => string): AskRealName {
  if (config.realName) {
    const key = KeyFile.parse(JSON.parse(readFileSync(config.realName.keyFile, 'utf8')))
    return realNameClient({ url: config.realName.url.replace(/\/+$/, ''), ...key, timeoutMs: 5000 })
  }
  if (!config.demo) return noRealName
  return (question) => realNameClient({ url: `${ownUrl()}${simulatorPath}`, ...simulatorKey, timeoutMs: 2000 })(question)
}
