import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { authorization, canonicalRequest } from './sign.ts'

test('a request is spelled out as in the carrier\'s published example (signature v3, DescribeInstances)', () => {
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
  const spelled = canonicalRequest({ path: '/', host: 'cvm.tencentcloudapi.com', action: 'DescribeInstances', body })
  expect(spelled.split('\n').at(-1)).toBe('35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064')
  expect(createHash('sha256').update(spelled).digest('hex')).toBe('7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84')
})

test('any change of body, host, action, time or key changes the signature', () => {
  const request = { path: '/', host: 'sms.tencentcloudapi.com', action: 'SendSms', body: '{}', timestamp: 1_760_000_000 }
  const signatures = [
    authorization('id', 'key', request),
    authorization('id', 'key2', request),
    authorization('id', 'key', { ...request, body: '{ }' }),
    authorization('id', 'key', { ...request, host: 'sms.example' }),
    authorization('id', 'key', { ...request, action: 'PullSmsSendStatus' }),
    authorization('id', 'key', { ...request, timestamp: request.timestamp + 1 }),
  ]
  expect(new Set(signatures).size).toBe(signatures.length)
  expect(signatures[0]).toMatch(/^TC3-HMAC-SHA256 Credential=id\/2025-10-09\/sms\/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=[0-9a-f]{64}$/)
})
