import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as messaging } from './server.ts'
import { smsFor } from './sms-for.ts'
import { tencentSms } from './tencent/send-sms.ts'
import { simulatorAccount } from './tencent/settings.ts'

const { url } = await testDatabase()
const server = await testServer([messaging], { url })
const send = smsFor(server.app, server.services)
const outbox = async (phone: string) => (await server.request('GET', `/simulator/sms/outbox?format=json&phone=${phone}`)).body

/** A carrier that answers what the test wants. */
async function aCarrier(answer: string | null): Promise<string> {
  const carrier = createServer((_request, response) => {
    if (answer !== null) response.end(answer)
  })
  await new Promise<void>((ready) => { carrier.listen(0, '127.0.0.1', ready) })
  afterAll(() => { carrier.closeAllConnections(); carrier.close() })
  return `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`
}
const through = (carrier: string) => tencentSms(() => ({ ...simulatorAccount, url: carrier }))({ phone: '10000000009', template: 'sign-in-code', params: ['123456', '5'] })

describe('a text message', () => {
  test('arrives as the phone would show it, in the language of whoever looks', async () => {
    expect(await send({ phone: '10000000001', template: 'sign-in-code', params: ['123456', '5'] })).toEqual({ result: 'sent' })
    expect(await outbox('10000000001')).toMatchObject([{ phone: '10000000001', code: '123456', text: '【六心】Your sign-in code is 123456. It is good for 5 minutes. Please share it with nobody.' }])
    const chinese = await server.request('GET', '/simulator/sms/outbox?format=json', { headers: { 'accept-language': 'zh-CN' } })
    expect(chinese.body[0].text).toBe('【六心】您的登录验证码是 123456，5 分钟内有效。请不要告诉别人。')
  })

  test('shows on a page that says what it is, and no name can put markup into it', async () => {
    await send({ phone: '10000000002', template: 'consent-code', params: ['<b>王*兰</b>', '654321'] })
    const page = await server.request('GET', '/simulator/sms/outbox', { headers: { accept: 'text/html' } })
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.body).toContain('654321')
    expect(page.body).not.toContain('<b>王*兰</b>')
  })

  test('signed with the wrong key is refused, and is nowhere in the outbox', async () => {
    const wrong = tencentSms(() => ({ ...simulatorAccount, secretKey: 'another', url: `${server.url}/simulator/sms` }))
    expect(await wrong({ phone: '10000000003', template: 'sign-in-code', params: ['1', '5'] })).toEqual({ result: 'refused', reason: 'AuthFailure.SignatureFailure' })
    expect(await outbox('10000000003')).toEqual([])
  })

  test('is neither sent nor refused when the carrier says nothing, or nothing we understand', async () => {
    expect(await through(await aCarrier('<html>'))).toMatchObject({ result: 'unknown' })
    expect(await through(await aCarrier('{"Response":{"RequestId":"1"}}'))).toEqual({ result: 'unknown', reason: 'answer-without-status' })
    expect(await through('http://127.0.0.1:9')).toMatchObject({ result: 'unknown' })
    expect(await through(await aCarrier(null))).toEqual({ result: 'unknown', reason: 'TimeoutError' })
  })

  test('is refused for the carrier\'s own reason', async () => {
    const frequent = '{"Response":{"SendStatusSet":[{"Code":"LimitExceeded.PhoneNumberDailyLimit","Message":"x"}],"RequestId":"1"}}'
    expect(await through(await aCarrier(frequent))).toEqual({ result: 'refused', reason: 'LimitExceeded.PhoneNumberDailyLimit' })
  })
})
