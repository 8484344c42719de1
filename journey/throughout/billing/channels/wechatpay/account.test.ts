import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { accountFromFiles } from './account.ts'
import { isFromPlatform, signBody } from './signing.ts'

const folder = mkdtempSync(join(tmpdir(), 'liuxin-wechatpay-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const platform = generateKeyPairSync('rsa', { modulusLength: 2048 })
const settings = {
  url: 'https://pay.example.org/', appId: 'wx1', merchantId: '1900000001', merchantSerial: 'S1',
  privateKeyFile: file('merchant.pem', merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string),
  platformKeyFile: file('platform.pem', platform.publicKey.export({ type: 'spki', format: 'pem' }) as string),
  apiKeyFile: file('api.key', `${'k'.repeat(32)}\n`),
}

test('a real merchant’s keys are read from their files, and what the platform signs is believed', () => {
  const account = accountFromFiles(settings, 'https://liuxin.example.org')
  expect([account.url, account.notifyUrl, account.apiKey.length]).toEqual(['https://pay.example.org', 'https://liuxin.example.org/api/billing/wechatpay/notify', 32])
  const now = new Date('2026-03-17T09:00:00+08:00')
  const headers = signBody(platform.privateKey, 'PUB', 'body', now) as Record<string, string>
  expect(isFromPlatform(account.platformKey, (name) => headers[name], 'body', now)).toBe(true)
})

test('a key that cannot be used is named by its file, and its content is not shown', () => {
  const broken = file('broken.pem', 'not a key at all')
  expect(() => accountFromFiles({ ...settings, privateKeyFile: broken }, 'https://x')).toThrow(/broken\.pem cannot be used/)
  expect(() => accountFromFiles({ ...settings, platformKeyFile: join(folder, 'absent.pem') }, 'https://x')).toThrow(/absent\.pem cannot be used/)
  expect(() => accountFromFiles({ ...settings, apiKeyFile: file('short.key', 'short') }, 'https://x')).toThrow(/short\.key must be 32/)
})
