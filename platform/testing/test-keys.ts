import { useKeys } from '#platform/crypto/index.ts'

/** The same keys in every test, so that what one test sealed another could read. */
export function useTestKeys(suite: 'intl' | 'gm' = 'intl'): void {
  useKeys(suite, { current: 'test', masterKeys: new Map([['test', new Uint8Array(32).fill(7)]]) })
}
