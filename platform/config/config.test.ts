import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { settingNames } from './env.ts'
import { ConfigError, loadConfig, loadSecrets } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'liuxin-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

function faultsOf(act: () => unknown): readonly string[] {
  try {
    act()
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

describe('the configuration', () => {
  test('needs nothing: an empty environment is a demo on the embedded database, on loopback', () => {
    expect(loadConfig({})).toMatchObject({ port: 8080, host: '127.0.0.1', demo: true, regionSize: 'small', databaseUrl: undefined, warnings: [] })
  })

  test('reports all faults at once, in plain words', () => {
    const faults = faultsOf(() => loadConfig({ PORT: '80a', DEMO: 'maybe', REGION_SIZE: 'huge', DATABASE_URL: 'mysql://x', SMS_URL: 'http://sms' }))
    expect(faults).toHaveLength(5)
    expect(faults[0]).toBe('PORT must be a whole number from 1 to 65535, but is "80a".')
    expect(faults.at(-1)).toContain('SMS_KEY_FILE, SMS_SIGN_NAME must be set too')
  })

  test('never shows the password of an address it refuses', () => {
    expect(faultsOf(() => loadConfig({ DATABASE_URL: 'mysql://me:hunter2@host/db' })).join()).not.toContain('hunter2')
  })

  test('turns the demo off for a database of your own, and warns of what is then closed', () => {
    const config = loadConfig({ DATABASE_URL: 'postgres://host/db' })
    expect(config).toMatchObject({ demo: false, regionSize: 'none' })
    expect(config.warnings.join()).toContain('SMS_URL')
  })

  test('refuses synthetic people outside a demo', () => {
    expect(faultsOf(() => loadConfig({ DEMO: 'off', REGION_SIZE: 'city' }))).toEqual(['REGION_SIZE loads synthetic people, so it needs DEMO=on.'])
  })

  test('treats an empty value as absent', () => {
    expect(loadConfig({ PORT: '  ' }).port).toBe(8080)
  })

  test('is explained in docs/operations.md, setting by setting', () => {
    const manual = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
    expect(settingNames.filter((name) => !manual.includes(`\`${name}\``))).toEqual([])
  })
})

describe('the keys file', () => {
  test('is made at the first start, for its owner only, and is the same ever after', () => {
    const cryptoKeysFile = join(folder, 'deep', 'keys.json')
    const first = loadSecrets({ cryptoKeysFile })
    expect(statSync(cryptoKeysFile).mode & 0o777).toBe(0o600)
    expect(loadSecrets({ cryptoKeysFile })).toEqual(first)
    expect(first.masterKeys.get(first.current)).toHaveLength(32)
  })

  test('is refused when it is half a file, and is not overwritten', () => {
    const cryptoKeysFile = join(folder, 'half.json')
    writeFileSync(cryptoKeysFile, '{"current": "k1", "keys"')
    expect(faultsOf(() => loadSecrets({ cryptoKeysFile }))[0]).toContain('is not a keys file')
    expect(readFileSync(cryptoKeysFile, 'utf8')).toBe('{"current": "k1", "keys"')
  })

  test('is refused when a key is too short or the current one is absent', () => {
    const cryptoKeysFile = join(folder, 'short.json')
    writeFileSync(cryptoKeysFile, JSON.stringify({ current: 'k2', keys: { k1: Buffer.from('short').toString('base64') } }))
    expect(faultsOf(() => loadSecrets({ cryptoKeysFile }))).toHaveLength(2)
  })
})
