import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { ConfigError, type Config } from './config.ts'

/**
 * The master keys. New values are protected with `current`; the others stay as long as values
 * protected with them exist. Keys for single purposes are derived from these, never stored.
 */
export interface Secrets {
  readonly current: string
  readonly masterKeys: ReadonlyMap<string, Uint8Array>
}

const keysFile = z.object({
  current: z.string().min(1),
  keys: z.record(z.string().min(1), z.base64()),
})

const keyBytes = 32

/** Reads the keys file; the first start makes one that only its owner can read. */
export function loadSecrets(config: Pick<Config, 'cryptoKeysFile'>): Secrets {
  const path = config.cryptoKeysFile
  const text = readIfPresent(path) ?? makeKeysFile(path)
  return judge(path, text)
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new ConfigError([`CRYPTO_KEYS_FILE ${path} cannot be read (${codeOf(error)}).`])
  }
}

function makeKeysFile(path: string): string {
  const text = `${JSON.stringify({ current: 'k1', keys: { k1: randomBytes(keyBytes).toString('base64') } }, null, 2)}\n`
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, text, { mode: 0o600, flush: true })
    // A link appears whole or not at all, and of two processes that start together only one can make it.
    linkSync(draft, path)
    return text
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return readFileSync(path, 'utf8')
    throw new ConfigError([`The keys file ${path} cannot be written (${codeOf(error)}). Choose another place with CRYPTO_KEYS_FILE.`])
  } finally {
    rmSync(draft, { force: true })
  }
}

function judge(path: string, text: string): Secrets {
  const parsed = keysFile.safeParse(parseJson(text))
  if (!parsed.success) throw new ConfigError([`${path} is not a keys file: expected {"current": name, "keys": {name: base64}}.`])
  const masterKeys = new Map(Object.entries(parsed.data.keys).map(([name, key]) => [name, new Uint8Array(Buffer.from(key, 'base64'))]))
  const faults = [...masterKeys]
    .filter(([, key]) => key.length !== keyBytes)
    .map(([name, key]) => `Key "${name}" in ${path} has ${key.length} bytes and needs ${keyBytes}.`)
  if (!masterKeys.has(parsed.data.current)) faults.push(`${path} names "${parsed.data.current}" as current, but has no such key.`)
  if (faults.length > 0) throw new ConfigError(faults)
  return { current: parsed.data.current, masterKeys }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
