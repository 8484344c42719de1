import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { ownUrl } from './own-url.ts'
import { type SendSms, tencentSms } from './tencent/send-sms.ts'
import { smsAccount } from './tencent/settings.ts'

/**
 * How this server sends text messages. Call it after the transaction: a carrier is the outside world. The outcome is
 * logged without the phone; whoever waits for a code and gets none asks for another.
 */
export function smsFor(app: App, services: Services): SendSms {
  const account = smsAccount(services.config, ownUrl(app))
  const send: SendSms = account ? tencentSms(account) : () => Promise.resolve({ result: 'refused', reason: 'not-connected' })
  return async (message) => {
    const outcome = await send(message)
    if (outcome.result !== 'sent') services.log.warn({ template: message.template, ...outcome }, 'a text message was not sent for certain')
    return outcome
  }
}
