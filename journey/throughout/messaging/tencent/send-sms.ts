import { z } from 'zod'
import type { SmsTemplate } from '../contract.ts'
import type { SmsAccount } from './settings.ts'
import { authorization, contentType } from './sign.ts'

export interface SmsToSend {
  readonly phone: string
  readonly template: SmsTemplate
  readonly params: readonly string[]
}

/** 'unknown': the carrier did not answer in time, so the message may or may not arrive. */
export type SmsResult = { readonly result: 'sent' } | { readonly result: 'refused' | 'unknown'; readonly reason: string }

export type SendSms = (message: SmsToSend) => Promise<SmsResult>

const timeoutMs = 4000

const Reply = z.object({
  Response: z.object({
    RequestId: z.string(),
    Error: z.object({ Code: z.string(), Message: z.string() }).optional(),
    SendStatusSet: z.array(z.object({ Code: z.string(), Message: z.string() })).optional(),
  }),
})

/** Sends through Tencent Cloud SMS (action SendSms, version 2021-01-11), or anything that speaks like it. */
export function tencentSms(account: () => SmsAccount): SendSms {
  return async ({ phone, template, params }) => {
    const { url, secretId, secretKey, appId, signName, region, templates } = account()
    const address = new URL(url)
    const timestamp = Math.floor(Date.now() / 1000)
    const body = JSON.stringify({
      PhoneNumberSet: [`+86${phone}`],
      SmsSdkAppId: appId,
      SignName: signName,
      TemplateId: templates[template],
      TemplateParamSet: params,
    })
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: {
          authorization: authorization(secretId, secretKey, { host: address.host, path: address.pathname, action: 'SendSms', body, timestamp }),
          'content-type': contentType,
          'x-tc-action': 'SendSms',
          'x-tc-version': '2021-01-11',
          'x-tc-timestamp': String(timestamp),
          'x-tc-region': region,
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      })
      return judge(Reply.safeParse(await response.json()))
    } catch (error) {
      return { result: 'unknown', reason: error instanceof Error ? error.name : 'unreachable' }
    }
  }
}

function judge(reply: ReturnType<typeof Reply.safeParse>): SmsResult {
  if (!reply.success) return { result: 'unknown', reason: 'answer-not-understood' }
  const { Error: fault, SendStatusSet: statuses } = reply.data.Response
  if (fault) return { result: 'refused', reason: fault.Code }
  const status = statuses?.[0]
  if (!status) return { result: 'unknown', reason: 'answer-without-status' }
  return status.Code === 'Ok' ? { result: 'sent' } : { result: 'refused', reason: status.Code }
}
