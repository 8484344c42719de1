import { hkdfSync } from 'node:crypto'
import { gm, intl, type Suite } from './suite.ts'

/** Master keys by name, in the order of the keys file; `current` protects what is written from now on. */
export interface MasterKeys {
  readonly current: string
  readonly masterKeys: ReadonlyMap<string, Uint8Array>
}

const SUITES: Readonly<Record<'intl' | 'gm', Suite>> = { intl, gm }
const BY_MARK = new Map([intl, gm].map((suite) => [suite.mark, suite]))

interface Loaded {
  readonly suite: Suite
  readonly encryption: readonly Buffer[]
  readonly current: number
  readonly hashing: Buffer
  readonly token: Buffer
}

let loaded: Loaded | undefined

/**
 * Gives the process its keys, once, at start. Purposes get keys of their own, derived (HKDF, RFC 5869). Values are
 * found by a hash under the file's first key, so that one stays first as long as the data lives; keys are only appended.
 */
export function useKeys(suite: 'intl' | 'gm', keys: MasterKeys): void {
  const names = [...keys.masterKeys.keys()]
  const masters = [...keys.masterKeys.values()]
  const first = masters[0]
  if (!first) throw new Error('at least one master key is needed')
  loaded = {
    suite: SUITES[suite],
    encryption: masters.map((master) => derive(master, 'encryption')),
    current: names.indexOf(keys.current),
    hashing: derive(first, 'hashing'),
    token: derive(first, 'token'),
  }
}

function derive(master: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `liuxin ${purpose}`, 32))
}

export function keys(): Loaded {
  if (!loaded) throw new Error('keys were not loaded: call useKeys at start')
  return loaded
}

/** Encrypts personal data for storage: suite mark, key number, then nonce, tag and ciphertext. */
export function seal(text: string): Buffer {
  const { suite, encryption, current } = keys()
  return Buffer.concat([Buffer.from([suite.mark, current]), suite.encrypt(encryption[current]!, Buffer.from(text, 'utf8'))])
}

/** Reads what {@link seal} wrote, with whichever suite and key it was written. Throws when it was altered. */
export function unseal(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const suite = BY_MARK.get(bytes[0]!)
  const key = keys().encryption[bytes[1]!]
  if (!suite || !key) throw new Error('sealed with a key this process does not have')
  return suite.decrypt(key, bytes.subarray(2)).toString('utf8')
}

/** What a value is searched by without being stored readable. Normalise (trim, upper case) before. */
export function keyedHash(text: string): Buffer {
  const { suite, hashing } = keys()
  return suite.mac(hashing, Buffer.from(text, 'utf8'))
}
